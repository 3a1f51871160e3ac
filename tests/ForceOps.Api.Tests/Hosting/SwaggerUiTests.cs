using System.Text.Json;
using ForceOps.Api.Tests.Service;
using Microsoft.Playwright;

namespace ForceOps.Api.Tests.Hosting;

/// <summary>Swagger UI in a real browser: whoever opens an operation and clicks Execute, and types nothing, sees it succeed.</summary>
[Collection(Chromium.Name)]
public sealed class SwaggerUiTests(SharedService shared, Chromium chromium)
{
    /// <summary>Clicks as a script, because Playwright's own click waits until nothing moves, a second for each operation.</summary>
    private const string OpenAndExecute =
        """
        async ([operation, typed]) => {
            const until = async find => {
                for (let i = 0; i < 3000; i++) {
                    const found = find();
                    if (found) return found;
                    await new Promise(next => setTimeout(next, 10));
                }
                throw new Error('nothing appeared for ' + operation);
            };
            const block = await until(() => document.querySelector(`.opblock[id$='-${operation}']`));
            const toggle = block.querySelector('.opblock-summary-control');
            toggle.click();
            const execute = await until(() => block.querySelector('button.execute'));
            // The fields are filled after they are shown.
            await new Promise(next => setTimeout(next, 150));
            if (typed) {
                const field = block.querySelector('textarea.body-param__text');
                Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set.call(field, typed);
                field.dispatchEvent(new Event('input', { bubbles: true }));
            }
            execute.click();
            const status = await until(() => block.querySelector('.live-responses-table tbody .response-col_status'));
            const seen = [status.innerText, block.querySelector('.live-responses-table').innerText];
            // A page with many open operations becomes slow.
            toggle.click();
            return seen;
        }
        """;

    /// <summary>
    /// The page is the same for all documents, and what differs is tested over HTTP: a quick run takes one, each time another.
    /// </summary>
    public static TheoryData<string> Documents { get; } = [.. Thorough.OneOf("pismo", "bluefin", "fiserv", "sandbox")];

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Execute_with_nothing_typed_succeeds_in_a_new_org(string document)
    {
        var (tenant, page) = await OpenAsync(document);
        await using var _ = tenant;
        var failures = new List<string>();
        var described = await DocumentAsync(document);
        var operations = FirstExamples.OperationsOf(described).ToList();
        // The page takes more than a second for each. A quick run takes some of those that the page sends otherwise than
        // FirstExamplesTests does over HTTP, each time others.
        if (!Thorough.Is)
        {
            var others = operations.Skip(1).Where(operation => FirstExamples.NeedsThePage(described, operation)).ToArray();
            Random.Shared.Shuffle(others);
            operations = [operations[0], .. others.Take(2)];
        }
        foreach (var operation in operations)
        {
            var (status, text) = await ExecuteAsync(page, operation);
            if (status is < 200 or > 299 or 202)
                failures.Add($"{operation}: {status} {text}");
        }
        await page.CloseAsync();
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    [Fact]
    public async Task What_somebody_typed_is_sent_as_it_is()
    {
        var (tenant, page) = await OpenAsync("pismo");
        await using var _ = tenant;
        var (status, text) = await ExecuteAsync(
            page, "cancelForce", """{"original_tracking_id":"typed by hand, and long enough for an id"}""");
        await page.CloseAsync();
        Assert.True(status == 404, text);
        Assert.Equal(0, (await tenant.GetAsync("/sandbox/check")).Json.GetProperty("checked").GetProperty("authorizations").GetInt32());
    }

    /// <summary>Opens the document in Swagger UI; all requests of the page name the same new org.</summary>
    private async Task<(Tenant Tenant, IPage Page)> OpenAsync(string document)
    {
        var browser = await chromium.BrowserAsync();
        var tenant = shared.NewTenant();
        var page = await browser.NewPageAsync();
        page.SetDefaultTimeout(60_000);
        await page.RouteAsync(
            "**/*", route => route.ContinueAsync(new RouteContinueOptions
            {
                Headers = route.Request.Headers.Append(KeyValuePair.Create("x-tenant", tenant.Org)).DistinctBy(header => header.Key),
            }));
        var title = (await DocumentAsync(document)).GetProperty("info").GetProperty("title").GetString()!["ForceOps: ".Length..];
        await page.GotoAsync(new Uri(shared.Service.Url, $"/swagger/index.html?urls.primaryName={Uri.EscapeDataString(title)}").ToString());
        return (tenant, page);
    }

    private async Task<JsonElement> DocumentAsync(string name)
    {
        using var http = shared.Service.CreateClient();
        return JsonDocument.Parse(await http.GetStringAsync($"/swagger/{name}/swagger.json")).RootElement;
    }

    /// <summary>Does in the page what a person would do; answers the status and the text of the answer that the page then shows.</summary>
    private static async Task<(int Status, string Text)> ExecuteAsync(IPage page, string operation, string? typed = null)
    {
        var seen = await page.EvaluateAsync<string[]>(OpenAndExecute, new[] { operation, typed });
        return (int.TryParse(seen[0].Split()[0], out var status) ? status : 0, seen[1]);
    }
}
