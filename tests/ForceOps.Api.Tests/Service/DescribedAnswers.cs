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
        var errors = await route.ErrorsAsync(
            (int)answer.StatusCode, answer.Content.Headers.ContentType?.ToString(), answer.Headers.Contains, async () =>
            {
                await answer.Content.LoadIntoBufferAsync(cancellationToken);
                return await answer.Content.ReadAsStringAsync(cancellationToken);
            });
        var words = string.Join("\n  ", errors);
        Assert.True(errors.Count == 0, $"{request.Method} {path} answered {(
            int)answer.StatusCode} otherwise than its document says:\n  {words}");
        return answer;
    }

    private static string Folder([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(here))!, "Hosting");
}
