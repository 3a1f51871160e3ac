using System.Text;
using ForceOps.Api.Tests.Service;
using Microsoft.Extensions.Options;
using static ForceOps.Api.Tests.Transfers.TransferRoutes;

namespace ForceOps.Api.Tests.Tokens;

/// <summary>Client credentials in the header, as most OAuth libraries send them, and an account's id as a text.</summary>
public sealed class ClientCredentialsTests(SharedService shared)
{
    private const string Challenge = "Basic realm=\"Pismo\", charset=\"UTF-8\"";
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

    /// <summary>curl -u sends the pair as it is, and libraries encode both parts as in a form: the same key is meant.</summary>
    [Theory]
    [InlineData("a b+c%25:d+e/f%2B", 200)]
    [InlineData("a%20b%2Bc%2525:d%2Be%2Ff%252B", 200)]
    [InlineData("a+b%2Bc%2525:d%2Be%2Ff%252B", 200)]
    [InlineData("a b+c%25:d e/f+", 401)]
    [InlineData("a b+c%25:", 401)]
    public void A_pair_is_read_plain_and_as_in_a_form(string pair, int status)
    {
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        var keys = new ForceOps.Api.Http.ApiKeys(Options.Create(new ForceOps.Api.Settings.ForceOpsOptions
        {
            Keys = { new() { ServerKey = "a b+c%25", ServerSecret = "d+e/f%2B", Tenant = OrgId.Default.ToString() } },
        }));
        var found = ForceOps.Api.Pismo.OAuthTokenEndpoint.KeyOf(keys, pair[..colon], pair[(colon + 1)..], isBasic: true);
        Assert.Equal(status == 200, found is not null);
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
        var refused = await TokenAsync(tenant, good, header);
        RefusedWith(401, "UNAUTHORIZED", refused);
        Assert.Equal(Challenge, refused.Header("www-authenticate"));
        Assert.Equal(200, (await TokenAsync(tenant, good, "Bearer abc")).Code);
    }

    /// <summary>One that ends in the middle was a failure of the service.</summary>
    [Theory]
    [InlineData("multipart/form-data; boundary=x", "{}")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\ncontent-disposition: form-data; name=\"grant_type\"\r\n\r\nclient")]
    [InlineData("multipart/form-data", "--x--")]
    public async Task A_form_in_parts_that_is_none_is_refused(string type, string body)
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.SendAsync(HttpMethod.Post, "/passport/v2/oauth/token", body, ("content-type", type));
        Refused.AsPismo(answer, 400, "INVALID_JSON");
    }

    [Fact]
    public async Task A_client_that_sends_nothing_is_told_how()
    {
        await using var tenant = shared.NewTenant();
        const string type = "application/x-www-form-urlencoded";
        var nothing = await tenant.SendAsync(
            HttpMethod.Post, "/passport/v2/oauth/token", "grant_type=client_credentials&client_id=", ("content-type", type));
        RefusedWith(401, "UNAUTHORIZED", nothing);
        Assert.Equal(Challenge, nothing.Header("www-authenticate"));
        var wrong = await tenant.SendAsync(HttpMethod.Post, "/passport/v2/oauth/token",
            "grant_type=client_credentials&client_id=x&client_secret=y", ("content-type", type));
        Assert.Equal("Bearer", wrong.Header("www-authenticate"));
        var packed = await tenant.SendAsync(HttpMethod.Post, "/passport/v2/oauth/token", "grant_type=client_credentials",
            ("content-type", type), ("content-encoding", "gzip"));
        Refused.AsPismo(packed, 415, "UNSUPPORTED_MEDIA_TYPE");
        Assert.Equal("identity", packed.Header("accept-encoding"));
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
