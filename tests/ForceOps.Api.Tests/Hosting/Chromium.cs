using Microsoft.Playwright;

namespace ForceOps.Api.Tests.Hosting;

/// <summary>A real browser for all tests that need one. It starts with the first of them.</summary>
[CollectionDefinition(Name)]
public sealed class Chromium : ICollectionFixture<Chromium>, IAsyncDisposable
{
    internal const string Name = "browser";

    private const string Missing =
        "No chromium, chromium-browser or google-chrome is on PATH: apt-get install chromium, and run this test again.";

    private readonly Lazy<Task<IBrowser?>> _browser;
    private IPlaywright? _playwright;

    public Chromium() => _browser = new Lazy<Task<IBrowser?>>(StartAsync);

    /// <summary>Answers the browser; on a machine without one the test is skipped and says so.</summary>
    internal async Task<IBrowser> BrowserAsync()
    {
        if (await _browser.Value is not { } browser)
        {
            Assert.Skip(Missing);
            throw new System.Diagnostics.UnreachableException();
        }
        return browser;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser.IsValueCreated && await _browser.Value is { } browser)
            await browser.DisposeAsync();
        _playwright?.Dispose();
    }

    private async Task<IBrowser?> StartAsync()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/bin")
            .SelectMany(folder => (string[])[
                Path.Combine(folder, "chromium"), Path.Combine(folder, "chromium-browser"), Path.Combine(folder, "google-chrome")])
            .FirstOrDefault(File.Exists);
        if (path is null)
            return null;
        _playwright = await Playwright.CreateAsync();
        return await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = path,
            Args =
            [
                "--no-sandbox", "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
                // A spare process for the next page would be started with each page.
                "--disable-features=SpareRendererForSitePerProcess",
                "--host-resolver-rules=MAP evil.example 127.0.0.1",
            ],
        });
    }
}
