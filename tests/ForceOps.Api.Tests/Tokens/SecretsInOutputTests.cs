using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Transfers;

namespace ForceOps.Api.Tests.Tokens;

/// <summary>What must not be printed is not printed, at the most talkative level that anybody would turn on.</summary>
public sealed class SecretsInOutputTests(SharedService shared)
{
    public static TheoryData<string, string> Levels { get; } = [.. Thorough.OneOf(("Debug", " DBG]"), ("Verbose", " VRB]"))];

    [Theory]
    [MemberData(nameof(Levels))]
    public async Task Neither_secrets_nor_tokens_nor_what_customers_said_are_printed(string level, string marker)
    {
        string[] secrets;
        var service = await RunningService.StartProcessAsync(
            await shared.Postgres.CreateDatabaseAsync(),
            [
                .. StrictService.Settings, ("ForceOps:Pismo:TransferToken", "any"), ("Serilog:MinimumLevel:Default", level), ("Serilog:MinimumLevel:Override:Microsoft", level),
                ("Serilog:MinimumLevel:Override:System", level), ("Serilog:MinimumLevel:Override:ForceOps.Requests", level),
            ]);
        await using (service)
        {
            await using (var tenant = new Tenant(service, StrictService.Org))
                secrets = await UseEverySecretAsync(tenant);
            await service.StopAsync();
        }
        Assert.Contains(marker, service.Output, StringComparison.Ordinal);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, service.Output, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Answers everything that may not appear.</summary>
    private static async Task<string[]> UseEverySecretAsync(Tenant tenant)
    {
        const string WrongSecret = "wrong-secret-9b1e";
        var server = await tenant.SendAsync(
            HttpMethod.Post, "/passport/v2/s2s/access-token",
            $$"""{"server_key":"{{StrictService.Key}}","server_secret":"{{StrictService.Secret}}","account_id":1}""");
        var client = await tenant.SendAsync(
            HttpMethod.Post, "/passport/v2/oauth/token",
            $"grant_type=client_credentials&client_id={StrictService.Key}&client_secret={StrictService.Secret}",
            ("content-type", "application/x-www-form-urlencoded"));
        foreach (var body in (string[])[$$"""{"server_key":"{{StrictService.Key}}","server_secret":"{{WrongSecret}}"}""",
            $$"""{"server_secret":"{{WrongSecret}}",}"""])
            Assert.NotEqual(200, (await tenant.SendAsync(HttpMethod.Post, "/passport/v2/s2s/access-token", body)).Code);

        var (token, refresh, access) = (Text(server, "token"), Text(server, "refresh_token"), Text(client, "access_token"));
        var (forged, expired) = (ForgedTokens.Token(StrictService.Org),
            ForgedTokens.Sign(ForgedTokens.Hs512, ForgedTokens.Claims(StrictService.Org, expires: 1_000_000_000),
                StrictService.SigningKey));
        await tenant.OpenAsync(1);
        const string WrongKey = "wrong-sandbox-key-77d0";
        Assert.Equal(401, (await tenant.SendAsync(HttpMethod.Get, "/sandbox/orgs", null, ("x-sandbox-key", WrongKey))).Code);
        const string Force = """{"account_id":1,"amount":1,"processing_code":"090907","descriptor":"Descriptorword","metadata":{"pet":"Metadataword"}}""";
        foreach (var (sent, status) in new[] { (token, 201), (access, 201), (refresh, 401), (forged, 401), (expired, 401) })
            Assert.Equal(status, (await tenant.ForceAsync(Force, ForgedTokens.Header(sent))).Code);
        var transfer = await tenant.TransferAsync(TransferRoutes.Body("outside:Externalword", "account:1", 5), ForgedTokens.Header(access));
        Assert.Equal(201, transfer.Code);
        Assert.Equal(200, (await tenant.CancelTransferAsync(
            $$"""{"authorization_id":{{transfer.Id()}},"amount":1}""", ForgedTokens.Header(access))).Code);

        return
        [
            StrictService.Secret, StrictService.SigningKey, StrictService.SandboxKey, WrongSecret, WrongKey, "Descriptorword",
            "Metadataword", "Externalword",
            .. new[] { token, refresh, access, forged, expired }.SelectMany(text => text.Split('.').Skip(1)),
        ];
    }

    private static string Text(Answer answer, string name) => answer.Json.GetProperty(name).GetString()!;
}
