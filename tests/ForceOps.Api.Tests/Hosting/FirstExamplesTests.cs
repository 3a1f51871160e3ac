using System.Text.Json;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Hosting;

/// <summary>"Try it out", "Execute", nothing typed: every operation of every document succeeds in an org that is new.</summary>
public sealed class FirstExamplesTests(SharedService shared)
{
    private static readonly string[] Names = ["pismo", "bluefin", "fiserv", "sandbox"];

    [Theory]
    [InlineData("pismo")]
    [InlineData("bluefin")]
    [InlineData("fiserv")]
    [InlineData("sandbox")]
    public async Task The_first_example_of_every_operation_succeeds_in_a_new_org(string document)
    {
        var documents = await DocumentsAsync();
        var failures = new List<string>();
        foreach (var operation in FirstExamples.OperationsOf(documents[document]))
        {
            await using var tenant = shared.NewTenant();
            var examples = new FirstExamples(tenant, documents);
            var answer = await examples.SendAsync(document, operation);
            if (answer.Code is < 200 or >= 300 or 202)
                failures.Add($"{operation}: {answer.Code} {answer.Text}\n    after {string.Join("\n    ", examples.Sent)}");
        }
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    [Theory]
    [InlineData("pismo", "forceOperation", 201)]
    [InlineData("bluefin", "forcePayment", 200)]
    [InlineData("fiserv", "postForced", 201)]
    public async Task A_second_Execute_of_a_force_is_another_force(string document, string operation, int status)
    {
        await using var tenant = shared.NewTenant();
        var examples = new FirstExamples(tenant, await DocumentsAsync());
        Assert.Equal(
            (status, status), ((await examples.SendAsync(document, operation)).Code, (await examples.SendAsync(document, operation)).Code));
        Assert.Equal(2, (await tenant.GetAsync("/sandbox/check")).Json.GetProperty("checked").GetProperty("authorizations").GetInt32());
    }

    /// <summary>What is an example of an answer must be a possible answer.</summary>
    [Theory]
    [InlineData("pismo")]
    [InlineData("bluefin")]
    [InlineData("fiserv")]
    [InlineData("sandbox")]
    public async Task Every_example_fits_its_schema(string document)
    {
        var json = (await DocumentsAsync())[document];
        var check = new SchemaCheck(json);
        var contents =
            from path in json.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            from holder in operation.Value.GetProperty("responses").EnumerateObject().Select(item => (item.Name, item.Value))
                .Concat(operation.Value.TryGetProperty("requestBody", out var body) ? [("request", body)] : [])
            where holder.Value.TryGetProperty("content", out _)
            from content in holder.Value.GetProperty("content").EnumerateObject()
            from example in ExamplesOf(content.Value)
            from error in check.Errors(example, content.Value.GetProperty("schema"))
            select $"{operation.Value.GetProperty("operationId")} {holder.Name}: {error}";
        Assert.Empty(contents.ToList());
    }

    private static IEnumerable<JsonElement> ExamplesOf(JsonElement content) =>
        content.TryGetProperty("examples", out var many) ? many.EnumerateObject().Select(item => item.Value.GetProperty("value"))
        : content.TryGetProperty("example", out var one) ? [one]
        : throw new InvalidOperationException($"no example: {content.GetRawText()}");

    private async Task<IReadOnlyDictionary<string, JsonElement>> DocumentsAsync()
    {
        using var http = shared.Service.CreateClient();
        var documents = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var name in Names)
            documents[name] = JsonDocument.Parse(
                await http.GetStringAsync(new Uri($"/swagger/{name}/swagger.json", UriKind.Relative))).RootElement;
        return documents;
    }
}
