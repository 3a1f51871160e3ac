using ForceOps.Api.Hosting;
using ForceOps.Api.Sandbox;
using ForceOps.Postgres;
using ForceOps.Postgres.Model;

namespace ForceOps.Api.Faults;

/// <summary><c>/sandbox/faults</c>: what is to go wrong in this org.</summary>
internal static class FaultRoutes
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/faults", ListAsync).Produces<ListView<FaultRuleView>>().WithMetadata(RequestQueries.Paged)
            .WithSummary("Fault rules").WithDescription("In the order in which they are tried. Counts are this process's.");
        routes.MapGet("/faults/{name}", GetAsync).Produces<FaultRuleView>().ProducesProblem(404);
        routes.MapPut("/faults/{name}", PutAsync).Accepts<FaultRuleBody>("application/json").Produces<FaultRuleView>().Produces<FaultRuleView>(201)
            .ProducesProblem(409).WithMetadata(FaultExamples.Rules)
            .WithSummary("Set a fault rule").WithDescription("Counts begin anew. For one request alone there is the header x-forceops-fault, without any rule.");
        routes.MapDelete("/faults/{name}", DeleteAsync).Produces(204).ProducesProblem(404);
    }

    private static async Task<IResult> ListAsync(HttpContext http, SandboxGate gate, StoredFaultRules stored, FaultRules rules)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        if (!Page.TryRead(http, out var page) || !page.IsOfNames)
            return Page.Invalid();
        var rows = await stored.ListAsync(org);
        var known = await rules.OfAsync(org);
        var views = rows.Where(row => string.CompareOrdinal(row.Name, page.After) > 0).Take(page.Limit).Select(row => ViewOf(row, known));
        return FaultsJson.Ok(ListView<FaultRuleView>.Of([.. views], page.Limit, view => view.Name));
    }

    private static async Task<IResult> GetAsync(HttpContext http, string name, SandboxGate gate, StoredFaultRules stored, FaultRules rules)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        var row = (await stored.ListAsync(org)).FirstOrDefault(one => string.Equals(one.Name, name, StringComparison.Ordinal));
        return row is null ? SandboxProblem.NotFound("fault rule") : FaultsJson.Ok(ViewOf(row, await rules.OfAsync(org)));
    }

    private static async Task<IResult> PutAsync(
        HttpContext http, string name, SandboxGate gate, StoredFaultRules stored, FaultRules rules, FaultLimits limits, EmulatedRoutes emulated)
    {
        var (org, orgError) = await gate.OrgAsync(http);
        if (orgError is not null)
            return orgError;
        var (body, bodyError) = await gate.BodyAsync(http, FaultsJson.Default.FaultRuleBody);
        if (body is null)
            return bodyError!;
        if (!SandboxName.IsValid(name))
            return SandboxProblem.Invalid("name", SandboxName.Rule);
        var (rule, wrong) = FaultRuleReading.Read(name, body);
        wrong ??= emulated.Check(rule!.Match) ?? limits.Check(rule);
        if (wrong is not null)
            return SandboxProblem.Invalid(wrong.Field, wrong.Message);
        var set = await stored.SetAsync(org, name, FaultsJson.Write(body), limits.RulesMax);
        rules.Forget();
        return set is not var (row, isNew)
            ? SandboxProblem.Of(409, "TOO_MANY_FAULTS", $"An org may have {limits.RulesMax} fault rules (ForceOps:Faults:RulesMax). Remove one first.")
            : FaultsJson.Ok(ViewOf(row, await rules.OfAsync(org)), isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static async Task<IResult> DeleteAsync(HttpContext http, string name, SandboxGate gate, StoredFaultRules stored, FaultRules rules)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        var isGone = await stored.DeleteAsync(org, name);
        rules.Forget();
        return isGone ? TypedResults.NoContent() : SandboxProblem.NotFound("fault rule");
    }

    private static FaultRuleView ViewOf(FaultRuleRow row, OrgFaults known) => FaultRuleView.Of(row.Name, FaultsJson.Read(row.Definition), known.Find(row.Stamp));
}
