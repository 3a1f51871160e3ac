using System.Text.Json;
using System.Text.RegularExpressions;

namespace ForceOps;

/// <summary>
/// A route of an OpenAPI document, and whether an answer is one that the document describes. The tests hold every answer against it, and so
/// does the program that attacks the service.
/// </summary>
internal sealed class DescribedRoute
{
    private readonly HttpMethod _method;
    private readonly Regex _path;
    private readonly JsonElement _answers;
    private readonly SchemaCheck _check;

    internal DescribedRoute(string method, string path, JsonElement operation, SchemaCheck check)
    {
        (_method, _answers, _check) = (HttpMethod.Parse(method), operation.GetProperty("responses"), check);
        var pattern = Regex.Replace(Regex.Escape(path), @"\\\{[^}]+}", "[^/]+", RegexOptions.None, TimeSpan.FromSeconds(1));
        _path = new Regex($"^{pattern}/?$", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1));
    }

    internal static IEnumerable<DescribedRoute> Of(string file)
    {
        var document = JsonDocument.Parse(File.ReadAllText(file)).RootElement;
        var check = new SchemaCheck(document);
        return from path in document.GetProperty("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               select new DescribedRoute(operation.Name, path.Name, operation.Value, check);
    }

    internal bool Matches(HttpMethod method, string path) => method == _method && _path.IsMatch(path);

    /// <summary>What is wrong with an answer; nothing when the document describes it.</summary>
    /// <param name="type">The content type as the answer names it; null when it has none.</param>
    /// <param name="readBody">Reads the body; it is called for JSON only, so that an answer without an end is not waited for.</param>
    internal async Task<IReadOnlyList<string>> ErrorsAsync(
        int status, string? type, Func<string, bool> hasHeader, Func<Task<string>> readBody)
    {
        if (!_answers.TryGetProperty($"{status}", out var described))
            return [$"the status is not described, only {string.Join(", ", _answers.EnumerateObject().Select(item => item.Name))}"];
        var errors = new List<string>();
        if (described.TryGetProperty("headers", out var headers))
        {
            errors.AddRange(
                from header in headers.EnumerateObject()
                where header.Value.TryGetProperty("required", out var required) && required.GetBoolean() && !hasHeader(header.Name)
                select $"the header {header.Name} is missing");
        }
        if (!described.TryGetProperty("content", out var contents))
            return type is null ? errors : [.. errors, $"a body of {type} is not described"];
        var content = contents.EnumerateObject().FirstOrDefault(item => string.Equals(item.Name, type, StringComparison.OrdinalIgnoreCase));
        if (content.Value.ValueKind != JsonValueKind.Object)
            return [.. errors, $"the content type {type} is not described"];
        if (!content.Name.Contains("json", StringComparison.Ordinal))
            return errors;
        var text = await readBody();
        // Where JSON comes in lines, the schema is that of a line.
        foreach (var json in content.Name.Contains("ndjson", StringComparison.Ordinal) ? text.Split('\n', StringSplitOptions.RemoveEmptyEntries) : [text])
        {
            using var body = JsonDocument.Parse(json);
            errors.AddRange(_check.Errors(body.RootElement, content.Value.GetProperty("schema")));
        }
        return errors;
    }
}
