using System.Text.Json;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Tokens;

namespace ForceOps.Api.Tests.Sandbox;

/// <summary>The key of the sandbox routes: asked for wherever one is configured, and closed in strict mode without one.</summary>
[Collection(StrictService.Name)]
public sealed class SandboxKeyTests(SharedService shared, StrictService strict)
{
    private const string Key = "open-mode-sandbox-key";

    [Fact]
    public async Task Every_sandbox_route_asks_for_the_key()
    {
        await using var tenant = new Tenant(strict.Service, StrictService.Org);
        foreach (var (method, path) in await RoutesAsync(strict.Service))
        {
            foreach (var wrong in (string[])["", "wrong-sandbox-key-77d0", StrictService.SandboxKey[..^1], StrictService.SandboxKey + "x",
                StrictService.SandboxKey.ToUpperInvariant()])
                Service.Refused.AsProblem(await tenant.SendAsync(method, path, null, ("x-sandbox-key", wrong)), 401, "UNAUTHORIZED");
        }
        // Nothing tells what is there and what is not.
        Service.Refused.AsProblem(await tenant.SendAsync(HttpMethod.Get, "/Sandbox/nowhere", null, ("x-sandbox-key", "")), 401,
            "UNAUTHORIZED");
        Assert.Equal(200, (await tenant.GetAsync("/sandbox/check")).Code);
        Assert.Equal(401, (await tenant.ForceAsync("{}", ("x-sandbox-key", StrictService.SandboxKey))).Code);
    }

    [Fact]
    public async Task Strict_mode_without_a_key_keeps_them_closed_and_names_the_setting()
    {
        await using var service = await RunningService.StartAsync(
            await shared.Postgres.CreateDatabaseAsync(), [
                .. StrictService.Settings.Where(setting => setting.Item1 is not "ForceOps:Sandbox:Key")]);
        using var http = service.CreateClient();
        foreach (var (method, path) in await RoutesAsync(service))
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.Add("x-sandbox-key", StrictService.SandboxKey);
            var message = await http.SendAsync(request);
            var answer = new Answer(message.StatusCode, await message.Content.ReadAsStringAsync(), message);
            Service.Refused.AsProblem(answer, 403, "FORBIDDEN");
            Assert.Contains("ForceOps:Sandbox:Key", answer.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Open_mode_asks_for_a_key_that_is_configured()
    {
        await using var service = await RunningService.StartAsync(
            await shared.Postgres.CreateDatabaseAsync(), ("ForceOps:Sandbox:Key", Key));
        await using var tenant = service.NewTenant();
        await tenant.ForcedAsync("""{"account_id":1,"amount":10,"processing_code":"090907"}""");
        Service.Refused.AsProblem(await tenant.SendAsync(HttpMethod.Get, "/sandbox/accounts/1", null, ("x-sandbox-key", "")), 401,
            "UNAUTHORIZED");
        Assert.Equal(10, await tenant.BalanceOfAsync(1));
        foreach (var open in (string[])["/health/ready", "/swagger/sandbox/swagger.json"])
            Assert.Equal(200, (await tenant.GetAsync(open)).Code);
    }

    [Fact]
    public async Task Swagger_UI_offers_to_type_it_once_for_the_sandbox_only()
    {
        var scheme = (await DocumentAsync(shared.Service, "sandbox")).GetProperty(
            "components").GetProperty("securitySchemes").GetProperty("sandbox_key");
        Assert.Equal(("apiKey", "header", "x-sandbox-key"), (
            scheme.GetProperty("type").GetString(), scheme.GetProperty("in").GetString(), scheme.GetProperty("name").GetString()));
        Assert.Equal("""[{},{"sandbox_key":[]}]""", (await DocumentAsync(shared.Service, "sandbox")).GetProperty(
            "security").GetRawText().Replace(" ", "", StringComparison.Ordinal).ReplaceLineEndings(""));
        Assert.DoesNotContain("sandbox_key", (await DocumentAsync(shared.Service, "pismo")).GetProperty("security").GetRawText(),
            StringComparison.Ordinal);
    }

    private static async Task<List<(HttpMethod Method, string Path)>> RoutesAsync(RunningService service)
    {
        var paths = (await DocumentAsync(service, "sandbox")).GetProperty("paths").EnumerateObject();
        var routes = paths.SelectMany(path => path.Value.EnumerateObject().Select(operation => (
            HttpMethod.Parse(operation.Name), path.Name.Replace(
                "{id}", "1", StringComparison.Ordinal).Replace("{code}", "090907", StringComparison.Ordinal)
                .Replace("{name}", "one", StringComparison.Ordinal)))).ToList();
        Assert.True(routes.Count > 20, $"{routes.Count} routes");
        return routes;
    }

    private static async Task<JsonElement> DocumentAsync(RunningService service, string name)
    {
        using var http = service.CreateClient();
        return JsonDocument.Parse(await http.GetStringAsync(new Uri($"/swagger/{name}/swagger.json", UriKind.Relative))).RootElement;
    }
}
