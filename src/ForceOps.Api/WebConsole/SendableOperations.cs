using ForceOps.Api.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace ForceOps.Api.WebConsole;

/// <summary>
/// Lists the requests that the page Send offers: every described route, with the documents' own examples. A new route is in it by
/// itself.
/// </summary>
internal sealed class SendableOperations(IEnumerable<EndpointDataSource> sources)
{
    private readonly Lazy<IReadOnlyList<SendableOperation>> _all = new(() =>
    [
        .. sources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Select(Of).OfType<SendableOperation>()
            .DistinctBy(item => item.Id, StringComparer.Ordinal).OrderBy(item => item.Api switch { "pismo" => 0, "bluefin" => 1, "fiserv" => 2, _ => 3 }),
    ]);

    internal IReadOnlyList<SendableOperation> All => _all.Value;

    private static SendableOperation? Of(RouteEndpoint route)
    {
        var metadata = route.Metadata;
        if (metadata.GetMetadata<IEndpointGroupNameMetadata>() is not { } api
            || metadata.GetMetadata<IEndpointNameMetadata>() is not { } name
            || metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.FirstOrDefault(method => method is not "HEAD") is not { } method)
            return null;
        var parameters = metadata.GetOrderedMetadata<RequestPaths>().SelectMany(paths => paths.Items)
            .DistinctBy(item => item.Name, StringComparer.Ordinal).ToDictionary(item => item.Name, item => item.Example?.ToString() ?? "", StringComparer.OrdinalIgnoreCase);
        var query = metadata.GetOrderedMetadata<RequestQueries>().SelectMany(queries => queries.Items)
            .Where(item => item.IsRequired).Select(item => $"{item.Name}={Uri.EscapeDataString(item.Example?.ToString() ?? "")}").ToList();
        return new SendableOperation(
            name.EndpointName, api.EndpointGroupName ?? "", method, Filled(route, parameters) + (query.Count > 0 ? "?" + string.Join('&', query) : ""),
            route.RoutePattern.RawText ?? "",
            metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary ?? name.EndpointName,
            metadata.GetMetadata<IEndpointDescriptionMetadata>()?.Description ?? "",
            metadata.GetMetadata<RequestExamples>()?.Items ?? []);
    }

    /// <summary>Puts the examples of the path's parameters into the path; one without an example stays in braces.</summary>
    private static string Filled(RouteEndpoint route, Dictionary<string, string> examples) => "/" + string.Join('/', route.RoutePattern.PathSegments.Select(
        segment => string.Concat(segment.Parts.Select(part => part switch
        {
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart parameter =>
                examples.GetValueOrDefault(parameter.Name) is { Length: > 0 } example ? example : $"{{{parameter.Name}}}",
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
            _ => "",
        }))));
}

/// <summary>Holds a request that somebody may send.</summary>
/// <param name="Id">The operation's id in its document.</param>
/// <param name="Api">The name of its document.</param>
/// <param name="Method">The method.</param>
/// <param name="Path">The path with the examples of its parameters.</param>
/// <param name="Pattern">The route's pattern, as the journal names it.</param>
/// <param name="Title">Its title.</param>
/// <param name="Description">What it does.</param>
/// <param name="Examples">The bodies of the documents; none for a route without a body.</param>
internal sealed record SendableOperation(
    string Id, string Api, string Method, string Path, string Pattern, string Title, string Description,
    IReadOnlyList<(string Name, string Json)> Examples);
