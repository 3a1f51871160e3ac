using System.Text.Json.Serialization;
using ForceOps.Api.Access;
using ForceOps.Api.Http;
using ForceOps.Postgres.Orgs;
using ForceOps.Postgres.Reads;
using Microsoft.OpenApi;

namespace ForceOps.Api.Sandbox;

/// <summary>Serves <c>/sandbox/check</c>, which proves the invariants, and <c>/sandbox/orgs</c>, which lists the orgs.</summary>
internal static class CheckApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/check", CheckAsync).Describe(
            "checkBooks", "Check the books", "Proves the invariants of the ledger from the stored rows.")
            .WithMetadata(new RequestQueries(
                new RequestParameter("all", "True for the books of every org.") { Type = JsonSchemaType.Boolean, Default = false }),
                MomentGate.Queries)
            .Answers(200, typeof(CheckView), "The result; ok is false when something is wrong.",
                """{"ok":true,"checked":{"accounts":3,"authorizations":2,"movements":2},"problems":[]}""");
        routes.MapGet("/orgs", OrgsAsync).Describe(
            "listOrgs", "List orgs", "Lists the orgs that the service knows.").WithMetadata(RequestQueries.Paged)
            .Answers(200, typeof(ListView<string>), "A page of orgs.",
                """{"items":["TN-00000000-0000-0000-0000-000000000001"],"next":null}""");
    }

    private static async Task<IResult> CheckAsync(HttpContext http, MomentGate gate, LedgerCheck check)
    {
        var (org, at, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        var all = string.Equals(http.Request.Query["all"].ToString(), "true", StringComparison.OrdinalIgnoreCase);
        if (all && at is not null)
            return SandboxProblem.Invalid("all", "does not go with a moment, which is one of the org's own");
        return SandboxJson.Ok(CheckView.Of(await check.RunAsync(all ? null : org, at), at));
    }

    private static async Task<IResult> OrgsAsync(HttpContext http, OrgRegistry orgs)
    {
        if (!Page.TryRead(http, out var page) || (page.After is { } cursor && !OrgId.TryParse(cursor, out _)))
            return Page.Invalid();
        OrgId? after = page.After is { } text ? OrgId.Parse(text) : null;
        var items = (await orgs.ListAsync(after, page.Limit)).Select(org => org.ToString()).ToList();
        return SandboxJson.Ok(ListView<string>.Of(items, page.Limit, org => org));
    }
}

/// <summary>Says whether the checked data keeps the invariants, how many rows were checked, and which problems were found.</summary>
/// <param name="At">The moment that was asked for; absent when none was.</param>
internal sealed record CheckView(
    bool Ok, CheckedView Checked, IReadOnlyList<ProblemView> Problems,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] MomentView? At)
{
    internal static CheckView Of(LedgerCheckResult result, BookMoment? at) => new(
        result.Problems.Count == 0,
        new CheckedView(result.Accounts, result.Authorizations, result.Movements),
        [.. result.Problems.Select(problem => new ProblemView(problem.Invariant, problem.Org.ToString(), problem.Id, problem.Message))],
        at is null ? null : MomentView.Of(at));
}

internal sealed record CheckedView(long Accounts, long Authorizations, long Movements);

/// <param name="Invariant">The broken invariant, I1 to I6 or I10, as numbered in ARCHITECTURE.md.</param>
/// <param name="Org">The org that has the problem.</param>
/// <param name="Id">The id of the account, authorization or movement that has the problem.</param>
/// <param name="Message">The problem as a text for people.</param>
internal sealed record ProblemView(string Invariant, string Org, long Id, string Message);
