using System.Text.Encodings.Web;
using System.Text.Json;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Hosting;

/// <summary>The served documents: every route with its statuses, and no change that nobody meant.</summary>
public sealed class SwaggerTests(SharedService shared)
{
    private const string Update = "FORCEOPS_UPDATE_SNAPSHOTS";
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [InlineData("pismo", "post", "/payments/v1/payments/force", "201 202 400 401 403 409 413 415 429 500 503")]
    [InlineData("pismo", "post", "/payments/v1/payments/force/cancel", "200 202 400 401 403 404 409 413 415 429 500 503")]
    [InlineData("pismo", "post", "/payments/v1/payments", "201 202 400 401 403 409 413 415 429 500 503")]
    [InlineData("pismo", "post", "/payments/v2/cancel", "200 202 400 401 403 404 409 413 415 429 500 503")]
    [InlineData("pismo", "post", "/payment-methods/v2/payments", "200 201 202 400 401 403 409 413 415 429 500 503")]
    [InlineData("pismo", "post", "/payment-methods/v2/transfers", "200 201 202 400 401 403 409 413 415 429 500 503")]
    [InlineData("pismo", "post", "/payment-methods/v2/payments/cancel", "200 201 202 400 401 403 404 409 413 415 429 500 503")]
    [InlineData("pismo", "post", "/payment-methods/v2/transfers/cancel", "200 201 202 400 401 403 404 409 413 415 429 500 503")]
    [InlineData("pismo", "post", "/orgs-operation/v1/processing-codes", "201 400 401 403 413 415 429 500 503")]
    [InlineData("pismo", "get", "/orgs-operation/v1/processing-codes", "200 400 401 403 429 500 503")]
    [InlineData("pismo", "get", "/orgs-operation/v1/processing-codes/{processingCode}", "200 400 401 403 404 429 500 503")]
    [InlineData("pismo", "patch", "/orgs-operation/v1/processing-codes/{processingCode}", "204 400 401 403 404 413 415 429 500 503")]
    [InlineData("pismo", "get", "/accounts/v1/accounts/{accountId}", "200 400 401 403 404 429 500 503")]
    [InlineData("pismo", "get", "/balances-limits/v1/accounts/{accountId}/limits", "200 400 401 403 404 429 500 503")]
    [InlineData("pismo", "patch", "/accounts/v2/accounts/{accountId}/status", "204 400 401 403 404 409 413 415 429 500 503")]
    [InlineData("pismo", "patch", "/accounts/v2/accounts/{accountId}/status/rollback", "204 400 401 403 404 413 415 429 500 503")]
    [InlineData("sandbox", "put", "/sandbox/statuses/{status}", "200 400 409 500 503")]
    [InlineData("sandbox", "delete", "/sandbox/statuses/{status}", "204 400 404 409 500 503")]
    [InlineData("bluefin", "post", "/api/v4/accounts/{accountId}/payments/force", "200 400 401 403 404 405 413 415 422 429 500 503")]
    [InlineData("bluefin", "post", "/api/v4/accounts/{accountId}/payments/init", "201 400 401 403 404 405 413 415 422 429 500 503")]
    [InlineData("bluefin", "post", "/api/v4/accounts/{accountId}/payments/{transactionId}/refund",
        "200 400 401 403 404 405 413 415 422 429 500 503")]
    [InlineData("bluefin", "get", "/api/v4/accounts/{accountId}/payments/{transactionId}", "200 401 403 404 405 422 429 500 503")]
    [InlineData("fiserv", "post", "/payments/v1/forcedpost", "201 400 401 403 404 405 413 415 429 500 503")]
    [InlineData("fiserv", "post", "/payments/v1/charges", "201 400 401 403 404 405 413 415 429 500 503")]
    [InlineData("fiserv", "post", "/payments/v1/cancels", "201 400 401 403 404 405 413 415 429 500 503")]
    [InlineData("fiserv", "post", "/payments/v1/refunds", "201 400 401 403 404 405 413 415 429 500 503")]
    [InlineData("fiserv", "post", "/payments/v1/transaction-inquiry", "201 400 401 403 404 405 413 415 429 500 503")]
    [InlineData("sandbox", "post", "/sandbox/settle", "200 400 500 503")]
    [InlineData("sandbox", "get", "/sandbox/delayed", "200 400 500 503")]
    [InlineData("sandbox", "get", "/sandbox/orgs", "200 400 500 503")]
    [InlineData("sandbox", "get", "/sandbox/accounts", "200 400 500 503")]
    [InlineData("sandbox", "put", "/sandbox/accounts", "200 400 500 503")]
    [InlineData("sandbox", "get", "/sandbox/accounts/{id}", "200 400 404 500 503")]
    [InlineData("sandbox", "put", "/sandbox/accounts/{id}", "200 400 409 500 503")]
    [InlineData("sandbox", "get", "/sandbox/accounts/{id}/movements", "200 400 500 503")]
    [InlineData("sandbox", "get", "/sandbox/authorizations", "200 400 404 500 503")]
    [InlineData("sandbox", "get", "/sandbox/authorizations/{id}", "200 400 404 500 503")]
    [InlineData("sandbox", "get", "/sandbox/processing-codes", "200 400 500 503")]
    [InlineData("sandbox", "get", "/sandbox/processing-codes/{code}", "200 400 404 500 503")]
    [InlineData("sandbox", "put", "/sandbox/processing-codes/{code}", "200 400 500 503")]
    [InlineData("sandbox", "delete", "/sandbox/processing-codes/{code}", "204 400 404 500 503")]
    [InlineData("sandbox", "get", "/sandbox/clock", "200 400 401 403 500 503")]
    [InlineData("sandbox", "put", "/sandbox/clock", "200 400 401 403 500 503")]
    [InlineData("sandbox", "post", "/sandbox/clock/advance", "200 400 401 403 500 503")]
    [InlineData("sandbox", "get", "/sandbox/check", "200 400 401 403 500 503")]
    [InlineData("sandbox", "get", "/sandbox/faults", "200 400 401 403 500 503")]
    [InlineData("sandbox", "get", "/sandbox/faults/{name}", "200 400 401 403 404 500 503")]
    [InlineData("sandbox", "put", "/sandbox/faults/{name}", "200 201 400 401 403 409 500 503")]
    [InlineData("sandbox", "delete", "/sandbox/faults/{name}", "204 400 401 403 404 500 503")]
    [InlineData("sandbox", "get", "/sandbox/requests", "200 400 401 403 404 500 503")]
    [InlineData("sandbox", "get", "/sandbox/requests/{id}", "200 400 401 403 404 500 503")]
    public async Task Every_route_is_there_with_its_statuses(string document, string method, string path, string statuses)
    {
        var operation = (await DocumentAsync(document)).GetProperty("paths").GetProperty(path).GetProperty(method);
        var served = operation.GetProperty(
            "responses").EnumerateObject().Select(response => response.Name).Order(StringComparer.Ordinal).ToList();
        Assert.All(statuses.Split(' '), status => Assert.Contains(status, served, StringComparer.Ordinal));
        Assert.Contains("x-tenant", operation.GetProperty("parameters").GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pismo")]
    [InlineData("sandbox")]
    public async Task Bodies_are_JSON_only_and_their_members_in_snake_case(string document)
    {
        var paths = (await DocumentAsync(document)).GetProperty("paths").EnumerateObject();
        foreach (var operation in paths.SelectMany(path => path.Value.EnumerateObject()))
        {
            if (operation.Value.TryGetProperty("requestBody", out var body))
                Assert.DoesNotContain("*/*", body.GetRawText(), StringComparison.Ordinal);
        }
        var schemas = (await DocumentAsync(document)).GetProperty("components").GetProperty("schemas").GetRawText();
        Assert.DoesNotMatch("\"(accountId|trackingId|authorizationId|eventDate|creditLimit)\"", schemas);
    }

    [Theory]
    [InlineData("bluefin", 4)]
    [InlineData("fiserv", 5)]
    public async Task The_card_dialects_show_their_own_routes_camelCase_and_examples(string document, int routes)
    {
        var json = await DocumentAsync(document);
        Assert.Equal(routes, json.GetProperty("paths").EnumerateObject().Count());
        foreach (var post in json.GetProperty(
            "paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).Where(one => one.NameEquals("post")))
            Assert.Contains("\"examples\"", post.Value.GetProperty("requestBody").GetRawText(), StringComparison.Ordinal);
        var names = json.GetProperty("components").GetProperty("schemas").EnumerateObject()
            .Where(schema => schema.Value.TryGetProperty("properties", out _))
            .SelectMany(schema => schema.Value.GetProperty("properties").EnumerateObject().Select(member => member.Name));
        Assert.DoesNotContain(names, name => name.Contains('_', StringComparison.Ordinal) || char.IsAsciiLetterUpper(name[0]));
    }

    [Theory]
    [InlineData("/sandbox/requests", "after limit status route tracking_id")]
    [InlineData("/sandbox/events", "after limit type account")]
    [InlineData("/sandbox/events/stream", "after seconds type account")]
    [InlineData("/sandbox/authorizations", "tracking_id at at_authorization")]
    [InlineData("/sandbox/check", "all at at_authorization")]
    [InlineData("/sandbox/faults", "after limit")]
    [InlineData("/sandbox/webhooks/{name}/deliveries", "after limit")]
    public async Task The_sandbox_shows_what_its_lists_can_be_asked_for(string path, string names)
    {
        var parameters = (await DocumentAsync("sandbox")).GetProperty(
            "paths").GetProperty(path).GetProperty("get").GetProperty("parameters").EnumerateArray();
        Assert.Equal(names, string.Join(' ', parameters.Where(
            one => one.GetProperty("in").GetString() == "query").Select(one => one.GetProperty("name").GetString())));
    }

    [Fact]
    public async Task The_Swagger_page_is_served()
    {
        using var http = shared.Service.CreateClient();
        var page = await http.GetAsync(new Uri("/swagger/index.html", UriKind.Relative));
        Assert.Equal(200, (int)page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("pismo")]
    [InlineData("bluefin")]
    [InlineData("fiserv")]
    [InlineData("sandbox")]
    public async Task The_document_is_the_committed_one(string document)
    {
        var file = SnapshotFile(document);
        var json = System.Text.Json.Nodes.JsonNode.Parse((await DocumentAsync(document)).GetRawText())!;
        // The version follows the product, and a release would otherwise change all documents.
        json["info"]!["version"] = "the product's version";
        var served = JsonSerializer.Serialize(json, Readable) + "\n";
        if (Environment.GetEnvironmentVariable(Update) is "1")
            await File.WriteAllTextAsync(file, served);
        var committed = File.Exists(file) ? await File.ReadAllTextAsync(file) : "";
        var (ours, theirs) = (committed.Split('\n'), served.Split('\n'));
        var at = Enumerable.Range(0, Math.Max(ours.Length, theirs.Length))
            .FirstOrDefault(line => !string.Equals(
                ours.ElementAtOrDefault(line), theirs.ElementAtOrDefault(line), StringComparison.Ordinal), -1);
        Assert.True(
            at < 0,
            $"The served document differs from {file} from line {at + 1} on.\n"
            + $"committed: {ours.ElementAtOrDefault(at)}\nserved:    {theirs.ElementAtOrDefault(at)}\n"
            + $"If that is meant, run this test with {Update}=1 and commit the file.");
    }

    private static string SnapshotFile(string document, [System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, $"{document}.openapi.json");

    private async Task<JsonElement> DocumentAsync(string name)
    {
        using var http = shared.Service.CreateClient();
        var text = await http.GetStringAsync(new Uri($"/swagger/{name}/swagger.json", UriKind.Relative));
        return JsonDocument.Parse(text).RootElement;
    }
}
