using System.Text.Json;
using ForceOps.Api.Tests.Service;
using static ForceOps.Api.Tests.Transfers.TransferRoutes;

namespace ForceOps.Api.Tests.Tokens;

/// <summary>The two routes that give out tokens; open mode has a published demo key for the default org.</summary>
public sealed class TokenRouteTests(SharedService shared) : IAsyncDisposable
{
    private const string DefaultOrg = "TN-00000000-0000-0000-0000-000000000001";
    private const string Form = "application/x-www-form-urlencoded";

    private readonly Tenant _tenant = new(shared.Service, DefaultOrg);

    [Theory]
    [InlineData("server_secret")]
    [InlineData("secret_key")]
    public async Task A_server_key_gets_a_token_of_ten_minutes(string secretName)
    {
        var answer = await ServerAsync($$"""{"server_key":"forceops-demo-key","{{secretName}}":"forceops-demo-secret"}""");
        Assert.Equal(200, answer.Code);
        var json = answer.Json;
        Assert.Equal(
            "server_key tenant program_ids roles token refresh_token expires_in",
            string.Join(' ', json.EnumerateObject().Select(member => member.Name)));
        Assert.Equal(("forceops-demo-key", DefaultOrg, 600), (
            Text(json, "server_key"), Text(json, "tenant"), json.GetProperty("expires_in").GetInt32()));
        Assert.Equal((JsonValueKind.Array, JsonValueKind.Array),
            (json.GetProperty("program_ids").ValueKind, json.GetProperty("roles").ValueKind));
        HasLifetime(600, Text(json, "token"));
        Assert.Equal(201, (await ForceAsync(Text(json, "token"), 987_001)).Code);
        RefusedWith(401, "UNAUTHORIZED", await ForceAsync(Text(json, "refresh_token"), 987_001));
    }

    [Fact]
    public async Task A_server_token_for_an_account_reaches_only_that_account()
    {
        var answer = await ServerAsync("""{"server_key":"forceops-demo-key","server_secret":"forceops-demo-secret","account_id":987002}""");
        var token = Text(answer.Json, "token");
        Assert.Equal(201, (await ForceAsync(token, 987_002)).Code);
        RefusedWith(403, "FORBIDDEN", await ForceAsync(token, 987_003));
    }

    [Theory]
    [InlineData("server_key", """{"server_secret":"x"}""")]
    [InlineData("server_secret", """{"server_key":"forceops-demo-key"}""")]
    [InlineData("account_id", """{"server_key":"forceops-demo-key","server_secret":"forceops-demo-secret","account_id":0}""")]
    [InlineData("account_id", """{"server_key":"forceops-demo-key","server_secret":"forceops-demo-secret","account_id":"one"}""")]
    public async Task A_wrong_field_of_the_server_route_is_named(string field, string body) => RefusedField(field, await ServerAsync(body));

    [Theory]
    [InlineData("forceops-demo-key", "wrong")]
    [InlineData("forceops-demo-key", "forceops-demo-secre")]
    [InlineData("forceops-demo-key", "forceops-demo-secrett")]
    [InlineData("forceops-demo-key", "")]
    [InlineData("nobody", "forceops-demo-secret")]
    [InlineData("FORCEOPS-DEMO-KEY", "forceops-demo-secret")]
    public async Task A_wrong_key_or_secret_gets_no_token_and_no_hint_which_of_them_it_was(string key, string secret)
    {
        var server = await ServerAsync($$"""{"server_key":"{{key}}","server_secret":"{{secret}}"}""");
        var client = await ClientAsync($"grant_type=client_credentials&client_id={key}&client_secret={secret}");
        RefusedWith(401, "UNAUTHORIZED", server);
        RefusedWith(401, "UNAUTHORIZED", client);
        Assert.Equal("""{"code":"UNAUTHORIZED","message":"A valid token is needed."}""", server.Text);
        Assert.Equal(server.Text, client.Text);
    }

    [Theory]
    [InlineData("{", 400, "INVALID_JSON", "application/json")]
    [InlineData("{}", 415, "UNSUPPORTED_MEDIA_TYPE", "text/plain")]
    public async Task A_body_that_cannot_be_read_is_refused_by_the_server_route(string body, int status, string code, string type) =>
        RefusedWith(status, code, await _tenant.SendAsync(HttpMethod.Post, "/passport/v2/s2s/access-token", body, ("content-type", type)));

    [Theory]
    [InlineData("client_secret_string")]
    [InlineData("client_secret")]
    public async Task Client_credentials_get_a_token_of_an_hour(string secretName)
    {
        var answer = await ClientAsync($"grant_type=client_credentials&client_id=forceops-demo-key&{secretName}=forceops-demo-secret&scope=payments&uid=user%207");
        Assert.Equal(200, answer.Code);
        var (json, token) = (answer.Json, Text(answer.Json, "access_token"));
        Assert.Equal("access_token token_type expires_in", string.Join(' ', json.EnumerateObject().Select(member => member.Name)));
        Assert.Equal(("Bearer", 3600), (Text(json, "token_type"), json.GetProperty("expires_in").GetInt32()));
        HasLifetime(3600, token);
        Assert.Equal(("payments", "user 7"), (Text(ForgedTokens.Read(token), "scope"), Text(ForgedTokens.Read(token), "sub")));
        Assert.Equal(201, (await ForceAsync(token, 987_004)).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("client_id=forceops-demo-key&client_secret=forceops-demo-secret")]
    [InlineData("grant_type=password&client_id=forceops-demo-key&client_secret=forceops-demo-secret")]
    public async Task Another_grant_is_refused(string form) => RefusedField("grant_type", await ClientAsync(form));

    [Fact]
    public async Task The_oauth_route_takes_a_form_only() =>
        RefusedWith(415, "UNSUPPORTED_MEDIA_TYPE", await _tenant.SendAsync(HttpMethod.Post, "/passport/v2/oauth/token", "{}"));

    [Fact]
    public async Task Two_tokens_of_one_key_are_two()
    {
        const string Body = """{"server_key":"forceops-demo-key","server_secret":"forceops-demo-secret"}""";
        Assert.Distinct([Text((await ServerAsync(Body)).Json, "token"), Text((await ServerAsync(Body)).Json, "token")],
            StringComparer.Ordinal);
    }

    public ValueTask DisposeAsync() => _tenant.DisposeAsync();

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static void HasLifetime(long seconds, string token)
    {
        var claims = ForgedTokens.Read(token);
        Assert.Equal(seconds, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
        Assert.StartsWith("eyJhbGciOiJIUzUxMiIs", token, StringComparison.Ordinal);
    }

    private Task<Answer> ForceAsync(string token, long account) =>
        _tenant.ForceAsync($$"""{"account_id":{{account}},"amount":1,"processing_code":"090907"}""", ForgedTokens.Header(token));

    private Task<Answer> ServerAsync(string body) => _tenant.SendAsync(HttpMethod.Post, "/passport/v2/s2s/access-token", body);

    private Task<Answer> ClientAsync(string form) =>
        _tenant.SendAsync(HttpMethod.Post, "/passport/v2/oauth/token", form, ("content-type", Form));
}
