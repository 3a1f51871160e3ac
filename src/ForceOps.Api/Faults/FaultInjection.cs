using System.Text.Json;
using ForceOps.Api.Access;
using ForceOps.Api.Http;
using ForceOps.Api.Journal;
using ForceOps.Api.Settings;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Faults;

/// <summary>
/// Chooses the fault for a request, if any, and lets the request fail with it. The cost is one look into memory while no org has
/// a rule.
/// </summary>
internal sealed class FaultInjection(FaultRules rules, FaultLimits limits, FaultExecution answers, OrgConnections connections,
    SandboxKey key, IOptions<ForceOpsOptions> options)
{
    private readonly int _bodyBytesMax = options.Value.BodyBytesMax;
    private long _headers;

    internal Task InvokeAsync(HttpContext http, RequestDelegate next, IEmulatedApi api)
    {
        if (http.Request.Headers.TryGetSent(FaultHeader.Name, out var sent))
            return OfHeaderAsync(http, next, api, sent.ToString());
        var known = rules.AllAsync();
        return known is { IsCompletedSuccessfully: true, Result.Count: 0 } ? next(http) : OfRulesAsync(http, next, api, known);
    }

    /// <summary>
    /// Applies the fault that the header names. The header decides alone: no rule looks at the request, and no rule counts it.
    /// </summary>
    private async Task OfHeaderAsync(HttpContext http, RequestDelegate next, IEmulatedApi api, string sent)
    {
        if (key.Check(http) is { } refusal)
        {
            var why = refusal == Refusal.Forbidden
                ? $"{FaultHeader.Name} is closed in strict mode until the setting ForceOps:Sandbox:Key is there; {SandboxKey.Header} must name it then."
                : $"{FaultHeader.Name} needs {SandboxKey.Header}, which is missing or wrong.";
            await api.RefuseKey(refusal, why).ExecuteAsync(http);
            return;
        }
        var (effect, wrong) = FaultHeader.Read(sent);
        wrong ??= FaultHeader.ItemOf(limits.Check(effect!));
        if (wrong is not null)
        {
            await api.RefuseHeader(FaultHeader.Name, wrong.Message).ExecuteAsync(http);
            return;
        }
        var latency = effect!.Latency?.At(FaultChance.Of(seed: 0, Interlocked.Increment(ref _headers), FaultChance.Question.Latency))
            ?? TimeSpan.Zero;
        RecordedRequest.Of(http)?.Org ??= await api.OrgOfAsync(http);
        await answers.RunAsync(http, next, api, new InjectedFault(InjectedFault.OfHeader, effect, latency));
    }

    private async Task OfRulesAsync(HttpContext http, RequestDelegate next, IEmulatedApi api, ValueTask<Dictionary<OrgId, OrgFaults>> known)
    {
        var all = await known;
        if (all.Count == 0 || await api.OrgOfAsync(http) is not { } org || !all.TryGetValue(org, out var ofOrg))
        {
            await next(http);
            return;
        }
        if (ofOrg.EndsConnections)
            connections.Saw(org, http);
        if (ofOrg.OnRoute(http) is not { Count: > 0 } onRoute)
        {
            await next(http);
            return;
        }
        RequestSubject? facts = null;
        // The body is buffered only here, and only if a rule asks for facts from it, because it is then read twice.
        if (onRoute.Any(item => item.Rule.Match.AsksForFacts))
        {
            if (await BufferedBody.ReadAsync(http.Request, _bodyBytesMax) is not { } body)
            {
                await api.Refuse(http, Refusal.BodyTooLarge).ExecuteAsync(http);
                return;
            }
            facts = FactsOf(http.Request, api, body);
        }
        if (OrgFaults.Choose(onRoute, facts) is not { } fault)
        {
            await next(http);
            return;
        }
        RecordedRequest.Of(http)?.Org ??= org;
        if (fault.Effect.Drop == FaultDrop.AllConnections)
            connections.EndOthers(org, http);
        await answers.RunAsync(http, next, api, fault);
    }

    /// <summary>
    /// Reads the facts that rules ask for; null when the body is not JSON. A null matches no rule that asks for facts, and the
    /// gate then refuses the body.
    /// </summary>
    private static RequestSubject? FactsOf(HttpRequest request, IEmulatedApi api, ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
            return api.FactsOf(request, default);
        try
        {
            using var document = JsonDocument.Parse(body[JsonBody.MarkLength(body.Span)..]);
            return api.FactsOf(request, document.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // A lone half of a surrogate pair raises no JsonException: it raises an InvalidOperationException when the text is read.
            return null;
        }
    }
}

/// <summary>Holds the fault that was chosen for a request; it is a feature of the request.</summary>
/// <param name="Name">The rule's name, or <see cref="OfHeader"/>.</param>
/// <param name="Effect">The effect that is applied.</param>
/// <param name="Latency">The latency that was drawn for this request from the range of the effect.</param>
internal sealed record InjectedFault(string Name, FaultEffect Effect, TimeSpan Latency)
{
    internal const string OfHeader = "header";

    /// <summary>Returns the request's fault; null for nearly every request.</summary>
    internal static InjectedFault? Of(HttpContext http) => http.Features.Get<InjectedFault>();
}

/// <summary>
/// Checks the routes and methods that a rule names. A mistyped one would match nothing, and the test that relies on it would
/// prove nothing.
/// </summary>
internal sealed class EmulatedRoutes(EndpointDataSource endpoints, IEnumerable<IDialect> dialects)
{
    // The list is made on first use, because routes are mapped after the services are made.
    private readonly Lazy<IReadOnlyList<RouteEndpoint>> _routes = new(() =>
    {
        var apis = new Dialects(dialects);
        return [.. endpoints.Endpoints.OfType<RouteEndpoint>().Where(route => apis.Of(route) is not null)];
    });

    internal FaultFinding? Check(FaultMatch match)
    {
        var meant = _routes.Value.Where(route => match.Route is null || IsMeant(route.RoutePattern.RawText!, match.Route)).ToList();
        if (meant.Count == 0)
        {
            var patterns = _routes.Value.Select(route => route.RoutePattern.RawText).Distinct(StringComparer.Ordinal);
            return new("match.route", $"must be the beginning of a path with {FaultMatch.AnyRest} behind it, or one of {string.Join(
                ", ", patterns)}");
        }
        if (match.Method is null)
            return null;
        var methods = meant.SelectMany(route => route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Distinct(
            StringComparer.OrdinalIgnoreCase).ToList();
        return methods.Contains(match.Method, StringComparer.OrdinalIgnoreCase)
            ? null
            : new("match.method", $"must be a method of the routes that the rule is about: {string.Join(", ", methods)}");
    }

    private static bool IsMeant(string pattern, string route) => route[^1] == FaultMatch.AnyRest
        ? MayBegin(pattern, route[..^1])
        : string.Equals(pattern, route, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Returns true when a path of the pattern can begin with the text. Any text can follow the pattern's first parameter.
    /// </summary>
    private static bool MayBegin(string pattern, string start)
    {
        var fix = pattern.Split('{')[0];
        return fix.StartsWith(start, StringComparison.OrdinalIgnoreCase)
            || (fix.Length < pattern.Length && start.StartsWith(fix, StringComparison.OrdinalIgnoreCase));
    }
}
