using ForceOps.Api.Hosting;

namespace ForceOps.Api.Faults;

/// <summary>
/// The routes and methods that a rule may name. A mistyped one would match nothing, and the test that relies on it would prove nothing.
/// </summary>
internal sealed class EmulatedRoutes(EndpointDataSource endpoints, IEnumerable<IDialect> dialects)
{
    // On first use: routes are mapped after the services are made.
    private readonly Lazy<IReadOnlyList<RouteEndpoint>> _routes = new(() =>
    {
        var apis = new EmulatedApis(dialects);
        return [.. endpoints.Endpoints.OfType<RouteEndpoint>().Where(route => apis.Of(route) is not null)];
    });

    internal FaultFinding? Check(FaultMatch match)
    {
        var meant = _routes.Value.Where(route => match.Route is null || IsMeant(route.RoutePattern.RawText!, match.Route)).ToList();
        if (meant.Count == 0)
        {
            var patterns = _routes.Value.Select(route => route.RoutePattern.RawText).Distinct(StringComparer.Ordinal);
            return new("match.route", $"must be the beginning of a path with {FaultMatch.AnyRest} behind it, or one of {string.Join(", ", patterns)}");
        }
        if (match.Method is null)
            return null;
        var methods = meant.SelectMany(route => route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return methods.Contains(match.Method, StringComparer.OrdinalIgnoreCase)
            ? null
            : new("match.method", $"must be a method of the routes that the rule is about: {string.Join(", ", methods)}");
    }

    private static bool IsMeant(string pattern, string route) => route[^1] == FaultMatch.AnyRest
        ? MayBegin(pattern, route[..^1])
        : string.Equals(pattern, route, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a path of the pattern can begin so. Behind the pattern's first parameter anything goes.</summary>
    private static bool MayBegin(string pattern, string start)
    {
        var fix = pattern.Split('{')[0];
        return fix.StartsWith(start, StringComparison.OrdinalIgnoreCase) || (fix.Length < pattern.Length && start.StartsWith(fix, StringComparison.OrdinalIgnoreCase));
    }
}
