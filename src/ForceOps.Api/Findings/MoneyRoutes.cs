using System.Collections.Frozen;
using ForceOps.Api.Http;

namespace ForceOps.Api.Findings;

/// <summary>
/// Knows the routes that move money, by their patterns, as the journal keeps them. The dialects mark them where they map them.
/// </summary>
internal sealed class MoneyRoutes(EndpointDataSource endpoints)
{
    // The list is made on first use, because routes are mapped after the services are made.
    private readonly Lazy<FrozenDictionary<string, MovesMoney>> _routes = new(() => endpoints.Endpoints.OfType<RouteEndpoint>()
        .Select(route => (Pattern: route.RoutePattern.RawText, Money: route.Metadata.GetMetadata<MovesMoney>()))
        .Where(route => route is { Pattern: not null, Money: not null })
        .ToFrozenDictionary(route => route.Pattern!, route => route.Money!, StringComparer.Ordinal));

    /// <summary>Returns what the route moves; null when it moves nothing, or when no route has the path.</summary>
    internal MovesMoney? Of(string? pattern) => pattern is null ? null : _routes.Value.GetValueOrDefault(pattern);
}
