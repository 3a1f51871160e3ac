using System.Text;
using ForceOps.Api.Tests.Service;
using static ForceOps.Api.Tests.Transfers.TransferRoutes;

namespace ForceOps.Api.Tests.Tokens;

/// <summary>Client credentials in the header, as most OAuth libraries send them, and an account's id as a text.</summary>
public sealed class ClientCredentialsTests(SharedService shared)
{
    private const string Demo = "forceops-demo-key:forceops-demo-secret";

    [Theory]
    [InlineData("grant_type=client_credentials")]
    [InlineData("grant_type=client_credentials&client_id=somebody&client_secret=else")]
    public async Task Client_secret_basic_is_taken(string form)
    {
        await using var tenant = shared.NewTenant();
        var answer = await TokenAsync(tenant, form, $"Basic {Base64(Demo)}");
        Assert.True(answer.Code == 200, answer.Text);
        Assert.Equal("Bearer", answer.Json.GetProperty("token_type").GetString());
        Assert.Equal(200, (await TokenAsync(tenant, form, $"basic {Base64("forceops%2Ddemo%2Dkey:forceops-demo%2Dsecret")}")).Code);
    }

    [Theory]
    [InlineData("Basic Zm9yY2VvcHM6eA==")]
    [InlineData("Basic Zm9yY2VvcHM=")]
    [InlineData("Basic !")]
    [InlineData("Basic")]
    public async Task Wrong_ones_are_refused_whatever_the_form_says(string header)
    {
        await using var tenant = shared.NewTenant();
        const string good = "grant_type=client_credentials&client_id=forceops-demo-key&client_secret=forceops-demo-secret";
        RefusedWith(401, "UNAUTHORIZED", await TokenAsync(tenant, good, header));
        Assert.Equal(200, (await TokenAsync(tenant, good, "Bearer abc")).Code);
    }

    [Fact]
    public async Task An_account_id_may_be_a_text()
    {
        await using var tenant = shared.NewTenant();
        var answer = await ServerAsync("\"987010\"");
        Assert.True(answer.Code == 200, answer.Text);
        Assert.Equal(987010, ForgedTokens.Read(answer.Json.GetProperty("token").GetString()!).GetProperty("account_id").GetInt64());
        foreach (var wrong in new[] { "\"\"", "\"x\"", "\"1.0\"", "1.0", "true" })
            Refused.AsPismo(await ServerAsync(wrong), 400, "INVALID_FIELD", "account_id");
        Refused.AsPismo(await ServerAsync("\"0\""), 400, "INVALID_FIELD", "account_id");

        Task<Answer> ServerAsync(string account) => tenant.SendAsync(
            HttpMethod.Post, "/passport/v2/s2s/access-token", $$"""{"server_key":"forceops-demo-key","server_secret":"forceops-demo-secret","account_id":{{account}}}""");
    }

    private static Task<Answer> TokenAsync(Tenant tenant, string form, string header) => tenant.SendAsync(
        HttpMethod.Post, "/passport/v2/oauth/token", form, ("content-type", "application/x-www-form-urlencoded"),
        ("authorization", header));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
