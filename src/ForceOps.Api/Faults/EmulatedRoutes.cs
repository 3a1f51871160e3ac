using ForceOps.Api.Hosting;

namespace ForceOps.Api.Faults;

/// <summary>The routes that a rule may name. A mistyped one would match nothing, and the test that relies on it would prove nothing.</summary>
internal sealed class EmulatedRoutes(EndpointDataSource endpoints, IEnumerable<IDialect> dialects)
{
    // On first use: routes are mapped after the services are made.
    private readonly Lazy<IReadOnlyList<string>> _patterns = new(() =>
    {
        var apis = new EmulatedApis(dialects);
        return [.. endpoints.Endpoints.OfType<RouteEndpoint>().Where(route => apis.Of(route) is not null).Select(route => route.RoutePattern.RawText!).Distinct(StringComparer.Ordinal)];
    });

    internal FaultFinding? Check(FaultMatch match)
    {
        if (match.Route is not { } route)
            return null;
        var isKnown = route[^1] == FaultMatch.AnyRest
            ? _patterns.Value.Any(pattern => MayBegin(pattern, route[..^1]))
            : _patterns.Value.Contains(route, StringComparer.OrdinalIgnoreCase);
        return isKnown ? null : new FaultFinding("match.route", $"must be the beginning of a path with {FaultMatch.AnyRest} behind it, or one of {string.Join(", ", _patterns.Value)}");
    }

    /// <summary>Whether a path of the pattern can begin so. Behind the pattern's first parameter anything goes.</summary>
    private static bool MayBegin(string pattern, string start)
    {
        var fix = pattern.Split('{')[0];
        return fix.StartsWith(start, StringComparison.OrdinalIgnoreCase) || (fix.Length < pattern.Length && start.StartsWith(fix, StringComparison.OrdinalIgnoreCase));
    }
}
