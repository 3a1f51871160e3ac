namespace ForceOps.Api.Hosting;

/// <summary>Endpoint metadata: query parameters that Swagger UI shows, for handlers that read them by hand.</summary>
internal sealed record RequestQueries(params (string Name, string Description)[] Items)
{
    /// <summary>Of every list.</summary>
    internal static readonly RequestQueries Paged = new(("after", "The next of the page before."), ("limit", "1 to 1000; 50 when absent."));
}
