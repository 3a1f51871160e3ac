using System.Text.Json;
using System.Text.RegularExpressions;

namespace ForceOps.Api.Tests.Service;

/// <summary>
/// Checks every answer that a test receives against the documents: a status that is described, the headers that it must have, the
/// content type,
/// and a body that fits the schema. What a fault answered is left out, and so is what no route answered. The documents are the
/// committed ones,
/// which SwaggerTests holds equal to the served ones: to ask each service for them would disturb tests that count requests.
/// </summary>
internal sealed class DescribedAnswers() : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
{
    private static readonly Lazy<IReadOnlyList<DescribedRoute>> Routes = new(
        () => [.. Directory.EnumerateFiles(Folder(), "*.openapi.json").SelectMany(DescribedRoute.Of)]);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        var path = request.RequestUri?.AbsolutePath ?? "";
        var route = Routes.Value.FirstOrDefault(route => route.Matches(request.Method, path));
        if (answer.Headers.Contains("x-forceops-fault") || route is null)
            return answer;
        var errors = await route.ErrorsAsync(answer, cancellationToken);
        var words = string.Join("\n  ", errors);
        Assert.True(errors.Count == 0, $"{request.Method} {path} answered {(
            int)answer.StatusCode} otherwise than its document says:\n  {words}");
        return answer;
    }

    private static string Folder([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(here))!, "Hosting");
}

/// <summary>A route of a document.</summary>
internal sealed class DescribedRoute
{
    private readonly HttpMethod _method;
    private readonly Regex _path;
    private readonly JsonElement _answers;
    private readonly SchemaCheck _check;

    private DescribedRoute(string method, string path, JsonElement operation, SchemaCheck check)
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

    internal async Task<IReadOnlyList<string>> ErrorsAsync(HttpResponseMessage answer, CancellationToken stop)
    {
        if (!_answers.TryGetProperty($"{(int)answer.StatusCode}", out var described))
            return [$"the status is not described, only {string.Join(", ", _answers.EnumerateObject().Select(item => item.Name))}"];
        var errors = new List<string>();
        if (described.TryGetProperty("headers", out var headers))
        {
            errors.AddRange(
                from header in headers.EnumerateObject()
                where header.Value.TryGetProperty("required", out var required) && required.GetBoolean()
                    && !answer.Headers.Contains(header.Name)
                select $"the header {header.Name} is missing");
        }
        var type = answer.Content.Headers.ContentType?.ToString();
        if (!described.TryGetProperty("content", out var contents))
            return type is null ? errors : [.. errors, $"a body of {type} is not described"];
        var content = contents.EnumerateObject().FirstOrDefault(item => string.Equals(item.Name, type, StringComparison.OrdinalIgnoreCase));
        if (content.Value.ValueKind != JsonValueKind.Object)
            return [.. errors, $"the content type {type} is not described"];
        if (!content.Name.Contains("json", StringComparison.Ordinal))
            return errors;
        await answer.Content.LoadIntoBufferAsync(stop);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(stop));
        errors.AddRange(_check.Errors(body.RootElement, content.Value.GetProperty("schema")));
        return errors;
    }
}
