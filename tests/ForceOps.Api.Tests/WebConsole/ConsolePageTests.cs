using System.Net;
using System.Text.RegularExpressions;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Tokens;

namespace ForceOps.Api.Tests.WebConsole;

/// <summary>What the console's pages say before they live, what they may load, and who may see them.</summary>
[Collection(StrictService.Name)]
public sealed partial class ConsolePageTests(SharedService shared, StrictService strict)
{
    [Fact]
    public async Task A_page_shows_its_org_and_no_other()
    {
        await using var mine = shared.NewTenant();
        await using var other = shared.NewTenant();
        var id = await mine.ForcedAsync("""{"account_id":81001,"amount":123.45,"processing_code":"090907","descriptor":"seen by me"}""");
        await mine.ForceAsync("""{"account_id":81001,"amount":1,"processing_code":"XXXXXX"}""");
        var entry = (await mine.GetAsync("/sandbox/requests?limit=1")).Json.GetProperty("items")[0].GetProperty("id").GetInt64();
        foreach (var (page, shows) in ((string, string)[])[
            ("", "POST /payments/v1/payments/force"), ("/accounts", ">81001<"), ("/accounts/81001", "seen by me"),
            ($"/operations/{id}", "123.45 USD"), ("/requests", "PROCESSING_CODE_NOT_FOUND"),
            ($"/requests/{entry}", "What to change"), ("/events", "authorization/authorization-event"), ("/webhooks", "No webhook"),
            ("/findings", "Moved money without a tracking id"),
            ("/send", "/payments/v1/payments/force"), ("/faults", "Nothing goes wrong here"), ("/state", "Take a snapshot"), ("/check", "Check the books")])
        {
            var text = await TextAsync(mine, $"/console{page}?org={mine.Org}");
            Assert.True(text.Contains(shows, StringComparison.Ordinal), $"{page} does not show {shows}: {text}");
            var others = await TextAsync(other, $"/console{page}?org={other.Org}");
            Assert.False(others.Contains("123.45", StringComparison.Ordinal) || others.Contains("seen by me", StringComparison.Ordinal), page);
        }
    }

    [Fact]
    public async Task A_page_loads_nothing_from_elsewhere_and_is_in_no_frame()
    {
        await using var tenant = shared.NewTenant();
        var page = await tenant.GetAsync("/console");
        var policy = page.Header("content-security-policy")!;
        Assert.StartsWith("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        foreach (Match loaded in Loaded().Matches(page.Text))
        {
            var asset = await tenant.GetAsync("/" + loaded.Groups["path"].Value);
            Assert.Equal(200, asset.Code);
            var again = await tenant.SendAsync(HttpMethod.Get, "/" + loaded.Groups["path"].Value, null,
                ("if-none-match", asset.Header("etag")!));
            Assert.Equal(304, again.Code);
        }
    }

    [Theory]
    [InlineData("/console/nothing")]
    [InlineData("/console/accounts/77")]
    [InlineData("/console/operations/77")]
    [InlineData("/console/requests/999999999")]
    [InlineData("/console/find?id=nothing-of-this-id")]
    public async Task What_is_not_there_is_said_in_words(string path)
    {
        await using var tenant = shared.NewTenant();
        var query = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        Assert.Contains("class=\"notice warn\"", await TextAsync(tenant, $"{path}{query}org={tenant.Org}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_org_switch_leads_to_the_org_or_says_that_it_is_none()
    {
        await using var tenant = shared.NewTenant();
        var there = await tenant.GetAsync($"/console/org?org={tenant.Org}");
        Assert.Equal((302, $"/console?org={tenant.Org}"), (there.Code, there.Header("location")));
        var cookie = there.Header("set-cookie")!.Split(';')[0];
        var back = await tenant.SendAsync(HttpMethod.Get, "/console", null, ("cookie", cookie));
        Assert.Equal((302, $"/console?org={tenant.Org}"), (back.Code, back.Header("location")));
        var inside = await tenant.SendAsync(HttpMethod.Get, "/console", null, ("cookie", cookie), ("referer", $"{shared.Service.Url}console"));
        Assert.Equal(200, inside.Code);
        Assert.Equal("/console?wrong_org=1", (await tenant.GetAsync("/console/org?org=nobody")).Header("location"));
        Assert.Contains("That is no org", await TextAsync(tenant, "/console?wrong_org=1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_from_a_page_of_another_origin_is_refused()
    {
        await using var tenant = shared.NewTenant();
        foreach (var origin in (string[])["http://evil.example", "http://127.0.0.1:1", "null"])
            Assert.Equal(403, (await tenant.SendAsync(HttpMethod.Get, "/_blazor?id=x", null, ("origin", origin))).Code);
        Assert.Equal(403, (await tenant.SendAsync(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1", "", ("origin", "http://evil.example"))).Code);
    }

    [Fact]
    public async Task Where_the_sandbox_has_a_key_the_console_asks_for_it()
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = strict.Service.Url };
        foreach (var path in (string[])["/console", "/console/accounts/1", "/console/check"])
        {
            using var closed = await http.GetAsync(path);
            Assert.Equal(HttpStatusCode.Unauthorized, closed.StatusCode);
            Assert.Contains("The sandbox key", await closed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        using var hub = await http.PostAsync("/_blazor/negotiate?negotiateVersion=1", null);
        Assert.Equal(HttpStatusCode.Unauthorized, hub.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(http, "wrong"));
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(http, StrictService.SandboxKey, withToken: false));
        Assert.Equal(HttpStatusCode.Redirect, await SignInAsync(http, StrictService.SandboxKey));
        using var open = await http.GetAsync($"/console/accounts?org={StrictService.Org}");
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        Assert.DoesNotContain("No such org", await open.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("No such org", await http.GetStringAsync($"/console/accounts?org=TN-{Guid.NewGuid()}"), StringComparison.Ordinal);
        Assert.DoesNotContain(StrictService.SandboxKey, await http.GetStringAsync("/console/send"), StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> SignInAsync(HttpClient http, string key, bool withToken = true)
    {
        using var page = await http.GetAsync("/console/sign-in");
        var token = Token().Match(await page.Content.ReadAsStringAsync());
        var form = new Dictionary<string, string>(StringComparer.Ordinal) { ["key"] = key };
        if (withToken)
            form[token.Groups["name"].Value] = token.Groups["value"].Value;
        using var body = new FormUrlEncodedContent(form);
        using var answer = await http.PostAsync("/console/sign-in", body);
        return answer.StatusCode;
    }

    private static async Task<string> TextAsync(Tenant tenant, string path)
    {
        var answer = await tenant.GetAsync(path);
        Assert.True(answer.Code == 200, $"{path}: {answer.Code} {answer.Text}");
        return WebUtility.HtmlDecode(answer.Text);
    }

    [GeneratedRegex("(?:src|stylesheet\" href)=\"(?<path>[^\"]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Loaded();

    [GeneratedRegex("type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
