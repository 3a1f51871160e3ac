using System.Net;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Hosting;

/// <summary>
/// What a real browser does with a page that means harm, with the service's own page, and with a page that the settings allow.
/// </summary>
[Collection(Chromium.Name)]
public sealed class BrowserTests(SharedService shared, Chromium chromium)
{
    private const string Force = """{"account_id":1234,"amount":40.25,"processing_code":"090907"}""";

    /// <summary>Posts without asking, as any page may; the answers are what the page sees of the service's.</summary>
    private const string PostBlindly =
        """
        async ([url, body]) => {
            const seen = [];
            for (const path of ['/sandbox/reset', '/payments/v1/payments/force', '/sandbox/settle'])
                seen.push((await fetch(url + path, { method: 'POST', mode: 'no-cors', body, headers: { 'content-type': 'text/plain' } })).type);
            return seen.join(' ');
        }
        """;

    private const string Post =
        """
        async ([url, body]) => {
            try {
                const answer = await fetch(url + '/payments/v1/payments/force', { method: 'POST', body, headers: { 'content-type': 'application/json' } });
                return answer.status + ' ' + (answer.headers.get('x-cid') ? 'with cid' : 'without cid');
            } catch (error) { return error.name; }
        }
        """;

    [Fact]
    public async Task A_page_changes_nothing_unless_it_is_the_services_own_or_allowed()
    {
        var browser = await chromium.BrowserAsync();
        await using var evil = PageServer.Start();
        await using var friend = PageServer.Start();
        await using var service = await RunningService.StartAsync(
            await shared.Postgres.CreateDatabaseAsync(), ("ForceOps:AllowedOrigins:0", friend.Origin));
        // A page cannot name a tenant without asking: the default org is what it would change.
        await using var books = new Tenant(service, OrgId.Default.ToString());
        await books.ForcedAsync(Force);
        var own = service.Url.GetLeftPart(UriPartial.Authority);

        var page = await browser.NewPageAsync();

        await page.GotoAsync(evil.Origin);
        Assert.Equal("opaque opaque opaque", await page.EvaluateAsync<string>(PostBlindly, new[] { own, Force }));
        Assert.Equal("TypeError", await page.EvaluateAsync<string>(Post, new[] { own, Force }));
        var submitted = await page.RunAndWaitForResponseAsync(
            () => page.EvaluateAsync("url => { const form = document.createElement('form'); form.method = 'post'; form.enctype = 'text/plain'; form.action = url; document.body.append(form); form.submit(); }", own + "/sandbox/reset"),
            answer => answer.Url.EndsWith("/sandbox/reset", StringComparison.Ordinal));
        Assert.Equal(403, submitted.Status);
        // The page that the form led to comes behind its answer, and would come in the way of the next one.
        await page.WaitForURLAsync(own + "/sandbox/reset");
        Assert.Equal(40.25m, await books.BalanceOfAsync(1234));

        var rebound = await page.GotoAsync($"http://evil.example:{service.Url.Port}/sandbox/accounts");
        Assert.Equal(403, rebound!.Status);
        Assert.StartsWith("403 ", await page.EvaluateAsync<string>(Post, new[] { "", Force }), StringComparison.Ordinal);
        Assert.Equal(40.25m, await books.BalanceOfAsync(1234));

        await page.GotoAsync(own + "/");
        Assert.Equal(own + "/console", page.Url);
        Assert.Equal("201 with cid", await page.EvaluateAsync<string>(Post, new[] { "", Force }));
        await page.GotoAsync(friend.Origin);
        Assert.Equal("201 with cid", await page.EvaluateAsync<string>(Post, new[] { own, Force }));
        Assert.Equal(120.75m, await books.BalanceOfAsync(1234));
    }

    /// <summary>Somebody else's program on another port of the machine, which serves a page.</summary>
    private sealed class PageServer : IAsyncDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly Task _serving;

        private PageServer()
        {
            Origin = $"http://127.0.0.1:{FreePort.Next()}";
            _listener.Prefixes.Add(Origin + "/");
            _listener.Start();
            _serving = ServeAsync();
        }

        internal string Origin { get; }

        internal static PageServer Start() => new();

        public async ValueTask DisposeAsync()
        {
            _listener.Close();
            await _serving;
        }

        private async Task ServeAsync()
        {
            while (_listener.IsListening)
            {
                try
                {
                    var context = await _listener.GetContextAsync();
                    context.Response.ContentType = "text/html";
                    await context.Response.OutputStream.WriteAsync("<!doctype html><title>page</title><body>page</body>"u8.ToArray());
                    context.Response.Close();
                }
                catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }
            }
        }
    }
}
