using System.Text.Json;
using System.Text.Json.Nodes;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Hosting;

/// <summary>
/// Sends what Swagger UI sends when nobody types anything: the first example of an operation, after the requests that the document names.
/// </summary>
internal sealed class FirstExamples(Tenant tenant, IReadOnlyDictionary<string, JsonElement> documents)
{
    /// <summary>The requests that were sent, for the message of a failure.</summary>
    internal List<string> Sent { get; } = [];

    internal static IEnumerable<string> OperationsOf(JsonElement document) =>
        All(document).Select(item => item.Operation.GetProperty("operationId").GetString()!);

    /// <summary>Answers whether Swagger UI does more than to send the example: requests before it, a form, an answer that lasts.</summary>
    internal static bool NeedsThePage(JsonElement document, string id)
    {
        var operation = All(document).Single(item => item.Operation.GetProperty("operationId").GetString() == id).Operation;
        return id == "streamEvents" || operation.TryGetProperty("x-forceops-first", out _)
            || (operation.TryGetProperty("requestBody", out var body) && !body.GetProperty("content").TryGetProperty("application/json", out _));
    }

    internal async Task<Answer> SendAsync(string document, string id, string? example = null)
    {
        var (path, method, operation) = All(
            documents[document]).Single(item => item.Operation.GetProperty("operationId").GetString() == id);
        var body = BodyOf(operation, example);
        if (operation.TryGetProperty("x-forceops-first", out var predecessors))
        {
            foreach (var first in predecessors.EnumerateArray())
            {
                var answer = await SendAsync(
                    first.GetProperty("document").GetString()!, first.GetProperty("operation").GetString()!,
                    first.GetProperty("example").GetString());
                path = Take(first, answer, path, body?.Value);
            }
        }
        path = Fill(path, operation);
        Sent.Add($"{method} {path} {body?.Value.ToJsonString()}");
        using var content = body switch
        {
            null => null,
            { Type: "application/json" or "application/x-ndjson" } => new StringContent(
                body.Value.Value.ToJsonString(), System.Text.Encoding.UTF8, body.Value.Type),
            _ => (HttpContent)new FormUrlEncodedContent(body.Value.Value.AsObject()
                .Select(member => KeyValuePair.Create(member.Key, member.Value!.GetValue<string>()))),
        };
        return await tenant.SendContentAsync(HttpMethod.Parse(method), path, content);
    }

    private static IEnumerable<(string Path, string Method, JsonElement Operation)> All(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select (path.Name, operation.Name, operation.Value);

    private static (string Type, JsonNode Value)? BodyOf(JsonElement operation, string? example)
    {
        if (!operation.TryGetProperty("requestBody", out var body))
            return null;
        var content = body.GetProperty("content").EnumerateObject().Single();
        var chosen = content.Value.GetProperty("examples").EnumerateObject().First(item => example is null || item.Name == example);
        return (content.Name, JsonNode.Parse(chosen.Value.GetProperty("value").GetRawText())!);
    }

    /// <summary>Takes values out of an earlier answer, into the path or the body.</summary>
    private static string Take(JsonElement first, Answer answer, string path, JsonNode? body)
    {
        Assert.True(answer.Code is >= 200 and < 300, $"{first.GetProperty("operation")}: {answer.Code} {answer.Text}");
        foreach (var taken in first.GetProperty("takes").EnumerateArray())
        {
            var (from, into) = (taken.GetProperty("from").GetString()!, taken.GetProperty("into").GetString()!);
            var value = from[1..].Split('/').Aggregate(
                JsonNode.Parse(answer.Text)!, (node, name) => node is JsonArray list ? list[int.Parse(name)]! : node[name]!);
            if (into[0] != '/')
            {
                path = path.Replace($"{{{into}}}", value.ToString(), StringComparison.Ordinal);
                continue;
            }
            var names = into[1..].Split('/');
            names[..^1].Aggregate(body!, (node, name) => node[name]!)[names[^1]] = value.DeepClone();
        }
        return path;
    }

    private static string Fill(string path, JsonElement operation)
    {
        var query = new List<string>();
        foreach (var parameter in operation.GetProperty("parameters").EnumerateArray().Where(item => item.TryGetProperty("example", out _)))
        {
            var (name, value) = (parameter.GetProperty("name").GetString()!, parameter.GetProperty("example").ToString());
            path = path.Replace($"{{{name}}}", value, StringComparison.Ordinal);
            if (parameter.GetProperty("in").GetString() == "query")
                query.Add($"{name}={Uri.EscapeDataString(value)}");
        }
        Assert.DoesNotContain("{", path, StringComparison.Ordinal);
        return query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
    }
}
