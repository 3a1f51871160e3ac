using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using ForceOps.Api.Tests.Hosting;
using ForceOps.Api.Tests.Service;
using Microsoft.Playwright;

namespace ForceOps.Api.Tests.WebConsole;

/// <summary>The console in a real browser, used as a person uses it.</summary>
[Collection(Chromium.Name)]
public sealed partial class ConsoleBrowserTests(SharedService shared, Chromium chromium)
{
    /// <summary>Pictures of the last thorough run, for people; the README's are made from them.</summary>
    private static readonly string Pictures = Path.Combine(AppContext.BaseDirectory, "../../../console");

    [Fact]
    public async Task A_force_changes_the_balance_that_somebody_looks_at()
    {
        var (tenant, page) = await OpenAsync("accounts/1234");
        await using var _ = tenant;
        await Assertions.Expect(page.Locator(".notice.warn")).ToContainTextAsync("has no account 1234");
        await tenant.ForcedAsync("""{"account_id":1234,"amount":40.25,"processing_code":"090907","descriptor":"first"}""");
        await Assertions.Expect(page.Locator("dl.tiles dd").First).ToContainTextAsync("40.25");
        await tenant.ForcedAsync("""{"account_id":1234,"amount":0.25,"processing_code":"090908"}""");
        await Assertions.Expect(page.Locator("dl.tiles dd").First).ToContainTextAsync("40.00");
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(2);
        // The slider goes back to before everything; the account was opened by its first movement.
        await page.GetByLabel("Look at any moment").FillAsync("0");
        await Assertions.Expect(page.Locator(".notice")).ToContainTextAsync("the books said 0.00");
        await page.GetByRole(AriaRole.Button, new() { Name = "Now" }).ClickAsync();
        await Assertions.Expect(page.Locator("dl.tiles dd").First).ToContainTextAsync("40.00");
        await page.CloseAsync();
    }

    [Fact]
    public async Task A_first_visitor_forces_looks_and_cancels_a_part_with_the_mouse_only()
    {
        var (tenant, page) = await OpenAsync("");
        await using var _ = tenant;
        await page.GetByRole(AriaRole.Button, new() { Name = "Force 40.25 onto account 1234" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "FORCE", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Movements" })).ToBeVisibleAsync();
        var id = await page.Locator("h1").InnerTextAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Send", Exact = true }).ClickAsync();
        await page.GetByLabel("Operation").SelectOptionAsync("cancelForce");
        // The example of the operation comes a moment later, and would take the place of what was typed before.
        await Assertions.Expect(page.GetByLabel("Body")).ToHaveValueAsync(OfCancellation());
        await page.GetByLabel("Body").FillAsync($$"""{"authorization_id":{{id["Operation ".Length..]}},"amount":10.25}""");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("section[aria-labelledby=answer] .badge")).ToHaveTextAsync("200");
        Assert.Equal(30m, await tenant.BalanceOfAsync(1234));
        await page.CloseAsync();
    }

    [Fact]
    public async Task A_refused_request_says_why_and_what_to_change()
    {
        var (tenant, page) = await OpenAsync("requests");
        await using var _ = tenant;
        await tenant.ForceAsync("""{"account_id":1234,"amount":40.251,"processing_code":"090907"}""");
        await Assertions.Expect(page.Locator("tbody tr").First).ToContainTextAsync("The amount has more decimals than the currency.");
        await page.Locator("tbody tr a").First.ClickAsync();
        await Assertions.Expect(page.Locator(".refused")).ToContainTextAsync("Round before sending");
        await Assertions.Expect(page.Locator(".refused")).ToContainTextAsync("40.251");
        await page.GetByRole(AriaRole.Link, new() { Name = "Change it and send it" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Body")).ToHaveValueAsync(Again());
        await page.CloseAsync();
    }

    [Fact]
    public async Task A_fault_is_set_with_a_click_and_seen_to_strike()
    {
        var (tenant, page) = await OpenAsync("faults");
        await using var _ = tenant;
        await page.GetByRole(AriaRole.Button, new() { Name = "Lost answer" }).ClickAsync();
        await Assertions.Expect(page.Locator("tbody td").First).ToHaveTextAsync("lost-answer");
        await Assert.ThrowsAsync<HttpRequestException>(() => tenant.ForceAsync("""{"account_id":1234,"amount":1,"processing_code":"090907"}"""));
        await Assertions.Expect(page.Locator("tbody tr td.num").Nth(1)).ToHaveTextAsync("1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Clear" }).ClickAsync();
        await Assertions.Expect(page.Locator("tbody")).ToContainTextAsync("Nothing goes wrong here.");
        await page.CloseAsync();
    }

    [Fact]
    public async Task The_keyboard_alone_finds_an_operation_and_resets_the_org()
    {
        var (tenant, page) = await OpenAsync("");
        await using var _ = tenant;
        var id = await tenant.ForcedAsync("""{"account_id":1234,"amount":40.25,"processing_code":"090907"}""");
        // A page that is opened has its title in focus, so that a reader begins there and not with the menu.
        await Assertions.Expect(page.Locator("h1")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync(id.ToString());
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync($"Operation {id}");
        await LivesAsync(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Clock and state" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Clock and state");
        await LivesAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Reset the org" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Yes" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".notice.good")).ToContainTextAsync("Done");
        Assert.Equal(404, (await tenant.GetAsync("/sandbox/accounts/1234")).Code);
        await page.CloseAsync();
    }

    [Fact]
    public async Task No_page_has_a_finding_of_axe_in_either_scheme_nor_is_too_wide_for_a_phone()
    {
        var (tenant, page) = await OpenAsync("");
        await using var _ = tenant;
        Directory.CreateDirectory(Pictures);
        for (var i = 1; i <= 9; i++)
            await tenant.ForcedAsync($$"""{"account_id":1234,"amount":{{i * i}}.25,"processing_code":"09090{{(i % 3 == 0 ? 8 : 7)}}","descriptor":"Order {{i}}"}""");
        var id = await tenant.ForcedAsync("""{"account_id":1235,"amount":12,"processing_code":"090910"}""");
        await tenant.ForceAsync("""{"account_id":1234,"amount":1,"processing_code":"XXXXXX"}""");
        var request = (await tenant.GetAsync("/sandbox/requests?limit=1")).Json.GetProperty("items")[0].GetProperty("id").GetInt64();
        var found = new List<string>();
        string[] paths =
        [
            "", "accounts", "accounts/1234", $"operations/{id}", "requests", $"requests/{request}", "events", "webhooks", "send", "faults",
            "state", "check", "findings",
        ];
        // All pages have the same frame and colours. A quick run looks at some of them, at some of those in the dark, each time at others.
        Random.Shared.Shuffle(paths);
        Array.Resize(ref paths, Thorough.Rounds(4, paths.Length));
        var dark = paths[..Thorough.Rounds(1, paths.Length)];
        foreach (var path in paths)
        {
            await page.GotoAsync(Address(tenant, path));
            await Assertions.Expect(page.Locator("h1")).ToBeVisibleAsync();
            var name = path.Length == 0 ? "home" : path.Split('/')[0] + (path.Contains('/', StringComparison.Ordinal) ? "-one" : "");
            var isDarkToo = dark.Contains(path, StringComparer.Ordinal);
            ColorScheme[] schemes = isDarkToo ? [ColorScheme.Light, ColorScheme.Dark] : [ColorScheme.Light];
            foreach (var scheme in schemes)
            {
                await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
                if (Thorough.Is)
                    await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, $"{name}-{scheme}.png".ToLowerInvariant()) });
                // The schemes differ in their colours alone.
                var rules = scheme == ColorScheme.Light ? null : RunOnlyOptions.Rules("color-contrast");
                var result = await page.RunAxe(new AxeRunOptions { RunOnly = rules });
                found.AddRange(result.Violations.Select(item => $"{path} ({scheme}): {item.Impact} {item.Id}: {item.Nodes[0].Html}"));
            }
            await page.SetViewportSizeAsync(390, 800);
            if (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
                found.Add($"{path}: a phone must scroll it sideways");
            await page.SetViewportSizeAsync(1280, 860);
        }
        await page.CloseAsync();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    /// <summary>Waits until the page hears clicks and keys.</summary>
    private static Task LivesAsync(IPage page) => page.Locator("[data-lives]").WaitForAsync();

    [GeneratedRegex("authorization_id|original_tracking_id", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OfCancellation();

    [GeneratedRegex(@"40\.251", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Again();

    private static string Address(Tenant tenant, string path) => $"{new Uri(tenant.Service.Url, $"/console/{path}".TrimEnd('/'))}?org={tenant.Org}";

    /// <summary>Opens a page of a new org and waits until it lives.</summary>
    private async Task<(Tenant Tenant, IPage Page)> OpenAsync(string path)
    {
        var browser = await chromium.BrowserAsync();
        var tenant = shared.NewTenant();
        var page = await browser.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 1280, Height = 860 } });
        page.SetDefaultTimeout(60_000);
        Assertions.SetDefaultExpectTimeout(30_000);
        await page.GotoAsync(Address(tenant, path));
        await LivesAsync(page);
        return (tenant, page);
    }
}
