using System.Text.Json.Serialization;
using ForceOps.Api.Access;
using ForceOps.Api.Http;
using ForceOps.Postgres.Orgs;
using ForceOps.Postgres.Schema;

namespace ForceOps.Api.Faults;

/// <summary>Maps <c>/sandbox/faults</c>, the routes that read and change the fault rules of an org.</summary>
internal static class FaultsApi
{
    internal static void MapFaults(this IEndpointRouteBuilder routes)
    {
        var name = new RequestPaths(SandboxName.Parameter("The name of the rule.", "third"));
        var set = new Predecessor(SandboxDialect.Document, "setFault");
        routes.MapGet("/faults", ListAsync).WithMetadata(RequestQueries.Paged)
            .Describe("listFaults", "List fault rules", "Lists the org's fault rules in the order in which they are tried. Counts are this process's.")
            .Answers(200, typeof(ListView<FaultRuleView>), "A page of rules.",
                $$"""{"items":[{{FaultExamples.Rule.Trim()}}],"next":null}""");
        routes.MapPut("/faults/{name}", PutAsync).WithMetadata(name)
            .Describe("setFault", "Set a fault rule", "Makes or changes a rule; its counts begin anew. For one request alone there is the header x-forceops-fault, without any rule.")
            .TakesBody<FaultRuleRequest>(FaultExamples.Rules)
            .Answers(200, typeof(FaultRuleView), "The rule is changed.", FaultExamples.Rule)
            .Answers(201, typeof(FaultRuleView), "The rule is made.", FaultExamples.Rule)
            .Refuses(409, "TOO_MANY_FAULTS", "The org has as many rules as it may have.");
        routes.MapGet("/faults/{name}", GetAsync).WithMetadata(name).After(set)
            .Describe("getFault", "Get a fault rule", "Shows a rule and how often it struck.")
            .Answers(200, typeof(FaultRuleView), "The rule.", FaultExamples.Rule);
        routes.MapDelete("/faults/{name}", DeleteAsync).WithMetadata(name).After(set)
            .Describe("deleteFault", "Delete a fault rule", "Removes a rule.")
            .Answers(204, null, "The rule is removed.");
    }

    private static async Task<IResult> ListAsync(HttpContext http, SandboxGate gate, FaultRuleStore stored, FaultRules rules)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        if (!Page.TryRead(http, out var page) || !page.IsOfNames)
            return Page.Invalid();
        var views = (await ViewsAsync(org, stored, rules)).Where(view => string.CompareOrdinal(view.Name, page.After) > 0).Take(page.Limit);
        return FaultsJson.Ok(ListView<FaultRuleView>.Of([.. views], page.Limit, view => view.Name));
    }

    /// <summary>Returns the org's rules in the order in which they are tried, with this process's counts.</summary>
    internal static async Task<IReadOnlyList<FaultRuleView>> ViewsAsync(OrgId org, FaultRuleStore stored, FaultRules rules)
    {
        var rows = await stored.ListAsync(org);
        var known = await rules.OfAsync(org);
        return [.. rows.Select(row => ViewOf(row, known))];
    }

    private static async Task<IResult> GetAsync(HttpContext http, string name, SandboxGate gate, FaultRuleStore stored, FaultRules rules)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        var row = (await stored.ListAsync(org)).FirstOrDefault(item => string.Equals(item.Name, name, StringComparison.Ordinal));
        return row is null ? SandboxProblem.NotFound("fault rule") : FaultsJson.Ok(ViewOf(row, await rules.OfAsync(org)));
    }

    private static async Task<IResult> PutAsync(
        HttpContext http, string name, SandboxGate gate, FaultRuleStore stored, FaultRules rules, FaultLimits limits,
        EmulatedRoutes emulated)
    {
        var (org, orgError) = await gate.OrgAsync(http);
        if (orgError is not null)
            return orgError;
        var (body, bodyError) = await gate.BodyAsync(http, FaultsJson.Default.FaultRuleRequest);
        if (body is null)
            return bodyError!;
        if (!SandboxName.IsValid(name))
            return SandboxProblem.Invalid("name", SandboxName.Rule);
        var (rule, wrong) = FaultRuleParser.Read(name, body);
        wrong ??= emulated.Check(rule!.Match) ?? limits.Check(rule);
        if (wrong is not null)
            return SandboxProblem.Invalid(wrong.Field, wrong.Message);
        var set = await stored.SetAsync(org, name, FaultsJson.Write(body), limits.RulesMax);
        rules.Forget();
        return set is not var (row, isNew)
            ? SandboxProblem.Of(409, "TOO_MANY_FAULTS", $"An org may have {limits.RulesMax} fault rules (ForceOps:Faults:RulesMax). Remove one first.")
            : FaultsJson.Ok(ViewOf(row, await rules.OfAsync(org)), isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static async Task<IResult> DeleteAsync(HttpContext http, string name, SandboxGate gate, FaultRuleStore stored, FaultRules rules)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        var isGone = await stored.DeleteAsync(org, name);
        rules.Forget();
        return isGone ? TypedResults.NoContent() : SandboxProblem.NotFound("fault rule");
    }

    private static FaultRuleView ViewOf(FaultRuleRow row, OrgFaults known) =>
        FaultRuleView.Of(row.Name, FaultsJson.Read(row.Definition), known.Find(row.Stamp));
}

/// <summary>Shows a rule to a client.</summary>
/// <param name="Name">The rule's name. Rules are tried in the order of their names; only the first rule that strikes is applied.</param>
/// <param name="Match">The match as the client set it.</param>
/// <param name="Effect">The effect as the client set it.</param>
/// <param name="Matched">The number of requests that the rule matched, in this process, since it was set. For a rule about
/// webhooks, it is the number of events, counted once for each webhook.</param>
/// <param name="Struck">The number of these requests or events that the rule struck.</param>
internal sealed record FaultRuleView(
    string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] FaultMatchRequest? Match,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] FaultEffectRequest? Effect,
    long Matched, long Struck)
{
    internal static FaultRuleView Of(string name, FaultRuleRequest? body, CountedRule? counted) =>
        new(name, body?.Match, body?.Effect, counted?.Matched ?? 0, counted?.Struck ?? 0);
}

/// <summary>Registers the services of faults, and their middleware in the request pipeline.</summary>
internal static class FaultServices
{
    internal static void AddFaults(this IServiceCollection services)
    {
        services.AddSingleton<FaultRuleStore>();
        services.AddSingleton<FaultRules>();
        services.AddSingleton<FaultLimits>();
        services.AddSingleton<FaultExecution>();
        services.AddSingleton<OrgConnections>();
        services.AddSingleton<FaultInjection>();
        services.AddSingleton<EmulatedRoutes>();
    }

    /// <summary>
    /// Adds the middleware before every endpoint and every gate, where a broken gateway would be, and behind the readiness gate,
    /// since rules are in the database.
    /// </summary>
    internal static void UseFaults(this WebApplication app)
    {
        var apis = new Dialects(app.Services.GetServices<IDialect>());
        // The service is resolved from the request: before the start is complete there is no database to make it with.
        app.Use((http, next) => apis.Of(http) is { } api
            ? http.RequestServices.GetRequiredService<FaultInjection>().InvokeAsync(http, next, api)
            : next(http));
    }
}

/// <summary>Holds example rules that Swagger UI offers to send.</summary>
internal static class FaultExamples
{
    internal const string Rule = """
        {"name":"third","match":{"route":"/payments/v1/payments/force","account":1234,"every":3},"effect":{"status":503,"headers":{"Retry-After":"2"}},"matched":7,"struck":2}
        """;

    internal static readonly (string Name, string Json)[] Rules =
    [
        ("Every third force of account 1234 fails", """{"match":{"route":"/payments/v1/payments/force","account":1234,"every":3},"effect":{"status":503,"headers":{"Retry-After":"2"}}}"""),
        ("A gateway's own error page", """{"match":{"route":"/payments/*","times":1},"effect":{"status":502,"body":"<html>Bad Gateway</html>","headers":{"Content-Type":"text/html"}}}"""),
        ("Slow, one request in ten", """{"match":{"probability":0.1,"seed":7},"effect":{"latency":"500ms-3s"}}"""),
        ("Posted, and the answer lost", """{"match":{"tracking_id_prefix":"lost-","times":1},"effect":{"drop":"after_commit"}}"""),
        ("Accepted now, posted later", """{"match":{"amount_from":1000},"effect":{"delay":"2s"}}"""),
        ("The acquirer declines", """{"match":{"route":"/payments/v1/payments"},"effect":{"acquirer":"declined"}}"""),
        ("Every event twice", """{"match":{"account":1234},"effect":{"webhooks":"duplicate"}}"""),
    ];
}
