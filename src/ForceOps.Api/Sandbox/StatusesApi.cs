using System.ComponentModel.DataAnnotations;
using ForceOps.Api.Access;
using ForceOps.Api.Http;
using ForceOps.Postgres.Orgs;
using ForceOps.Postgres.Schema;

namespace ForceOps.Api.Sandbox;

/// <summary>Serves <c>/sandbox/statuses</c>, which shows the statuses that accounts of the org may have, and makes own ones.</summary>
internal static class StatusesApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        var status = new RequestPaths(new RequestParameter(
            "status", "The name: 1 to 200 capital letters or underscores.") { Pattern = "^[A-Z_]{1,200}$", Example = "DORMANT" });
        routes.MapGet("/statuses", ListAsync).Describe(
            "listStatuses", "List statuses", "Lists the statuses that accounts of the org may have, the pre-defined ones among them.")
            .WithMetadata(RequestQueries.Paged)
            .Answers(200, typeof(ListView<StatusView>), "A page of statuses.", $$"""{"items":[{{Example}}],"next":null}""");
        routes.MapPut("/statuses/{status}", PutAsync).Describe(
            "setStatus", "Set a status", "Makes a status, or changes what it allows from now on.").WithMetadata(status)
            .TakesBody<StatusRequest>(("Receives and does not give", """{"allowed_operations":"CREDIT_ONLY"}"""),
                ("A final status", """{"allowed_operations":"NO_OPERATIONS","is_final":true}"""))
            .Answers(200, typeof(StatusView), "The status.", Example)
            .Refuses(409, Predefined, PredefinedStays);
        routes.MapDelete("/statuses/{status}", DeleteAsync).Describe(
            "deleteStatus", "Delete a status", "Removes a status that no account has.").WithMetadata(status)
            .After(new Predecessor(SandboxDialect.Document, "setStatus"))
            .Answers(204, null, "The status is removed.")
            .Refuses(409, InUse, $"An account has the status. Or: {PredefinedStays}");
    }

    private const string Example = """{"status":"DORMANT","allowed_operations":"CREDIT_ONLY","is_final":false,"predefined":false}""";
    private const string Predefined = "STATUS_PREDEFINED";
    private const string PredefinedStays = "The status is pre-defined and stays as it is.";
    private const string InUse = "STATUS_IN_USE";
    private const string Name = "must be 1 to 200 capital letters or underscores";

    private static async Task<IResult> ListAsync(HttpContext http, SandboxGate gate, AccountStatuses statuses)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        if (!Page.TryRead(http, out var page) || (page.After is { } after && !AccountStatus.TryParse(after, out _)))
            return Page.Invalid();
        var rules = await statuses.ListAsync(org, page.After ?? "", page.Limit);
        return SandboxJson.Ok(ListView<StatusView>.Of([.. rules.Select(StatusView.Of)], page.Limit, view => view.Status));
    }

    private static async Task<IResult> PutAsync(HttpContext http, string status, SandboxGate gate, AccountStatuses statuses)
    {
        var (org, orgError) = await gate.OrgAsync(http);
        if (orgError is not null)
            return orgError;
        var (body, bodyError) = await gate.BodyAsync(http, SandboxJson.Default.StatusRequest);
        if (body is null)
            return bodyError!;
        if (!AccountStatus.TryParse(status, out var name))
            return SandboxProblem.Invalid("status", Name);
        if (AccountWords.Allowed.Find(body.AllowedOperations) is not { } allowed)
            return SandboxProblem.Invalid("allowed_operations", AccountWords.Allowed.Rule);
        var rule = new StatusRule(name, allowed, body.IsFinal ?? false);
        return await statuses.SetAsync(org, rule) == StatusSetting.IsPredefined
            ? SandboxProblem.Of(409, Predefined, PredefinedStays)
            : SandboxJson.Ok(StatusView.Of(rule));
    }

    private static async Task<IResult> DeleteAsync(HttpContext http, string status, SandboxGate gate, AccountStatuses statuses)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        if (!AccountStatus.TryParse(status, out var name))
            return SandboxProblem.NotFound("status");
        return await statuses.DeleteAsync(org, name) switch
        {
            StatusSetting.Done => TypedResults.NoContent(),
            StatusSetting.NotFound => SandboxProblem.NotFound("status"),
            StatusSetting.IsPredefined => SandboxProblem.Of(409, Predefined, PredefinedStays),
            StatusSetting.InUse => SandboxProblem.Of(409, InUse, "An account has the status."),
        };
    }
}

/// <summary>Carries what a status allows.</summary>
internal sealed class StatusRequest
{
    /// <summary>The sides of a transfer on which an account of this status may be. A force asks for no status.</summary>
    [Required]
    [AllowedValues("ALL_OPERATIONS", "CREDIT_ONLY", "DEBIT_ONLY", "NO_OPERATIONS")]
    public string? AllowedOperations { get; init; }

    /// <summary>True when only a roll-back gives the account another status; false when absent.</summary>
    public bool? IsFinal { get; init; }
}

/// <summary>Shows a status of accounts.</summary>
/// <param name="Status">The name.</param>
/// <param name="AllowedOperations">The sides of a transfer on which an account of this status may be.</param>
/// <param name="IsFinal">True when only a roll-back gives the account another status.</param>
/// <param name="Predefined">True for a status that every org has.</param>
internal sealed record StatusView(
    string Status, [property: AllowedValues("ALL_OPERATIONS", "CREDIT_ONLY", "DEBIT_ONLY", "NO_OPERATIONS")] string AllowedOperations,
    bool IsFinal, bool Predefined)
{
    internal static StatusView Of(StatusRule rule) => new(
        rule.Status.Text, ColumnText.Of(rule.Allowed), rule.IsFinal, StatusRule.Predefined.ContainsKey(rule.Status));
}
