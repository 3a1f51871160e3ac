using System.ComponentModel.DataAnnotations;
using ForceOps.Api.Access;
using ForceOps.Api.Http;
using ForceOps.Api.Seed;
using ForceOps.Postgres.Orgs;
using ForceOps.Postgres.Schema;

namespace ForceOps.Api.Sandbox;

/// <summary>Serves <c>/sandbox/processing-codes</c>, which shows and sets the meaning of the codes in an org.</summary>
internal static class ProcessingCodesApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        var code = new RequestPaths(new RequestParameter(
            "code", "The code: 3 to 6 letters or digits.") { Pattern = "^[0-9A-Za-z]{3,6}$", Example = "090911" });
        routes.MapGet("/processing-codes", ListAsync).Describe(
            "listProcessingCodes", "List processing codes", "Lists the org's processing codes.").WithMetadata(RequestQueries.Paged)
            .Answers(200, typeof(ListView<ProcessingCodeView>), "A page of processing codes.", $$"""{"items":[{{Example}}],"next":null}""");
        routes.MapGet("/processing-codes/{code}", GetAsync).Describe(
            "getProcessingCode", "Get a processing code", "Shows what a processing code means in the org.").WithMetadata(code)
            .Answers(200, typeof(ProcessingCodeView), "The processing code.", Example);
        routes.MapPut("/processing-codes/{code}", PutAsync).Describe("setProcessingCode", "Set a processing code",
            "Makes a processing code, or changes what it means from now on.").WithMetadata(code)
            .TakesBody<ProcessingCodeRequest>(("A credit with a fee",
                """{"balance_impact":1,"description":"Cashback","reversal_code":"090908","fee":{"fixed":0.50,"percent":1}}"""))
            .Answers(200, typeof(ProcessingCodeView), "The processing code.", Example);
        routes.MapDelete("/processing-codes/{code}", DeleteAsync).Describe("deleteProcessingCode", "Delete a processing code",
            "Removes a processing code. What was posted with it stays.").WithMetadata(code)
            .Answers(204, null, "The processing code is removed.");
    }

    private const string Example = """{"code":"090911","balance_impact":-1,"description":"Forced debit with a fee of 2 percent","reversal_code":"090907","operation_type":"NORMAL","fee":{"fixed":0,"percent":2,"method":"sum"}}""";

    private static async Task<IResult> ListAsync(HttpContext http, SandboxGate gate, ProcessingCodes codes)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        if (!Page.TryRead(http, out var page) || (page.After is { } after && !ProcessingCode.TryParse(after, out _)))
            return Page.Invalid();
        var rows = await codes.ListAsync(org, page.After ?? "", page.Limit);
        return SandboxJson.Ok(ListView<ProcessingCodeView>.Of(
            [.. rows.Select(listed => ProcessingCodeView.Of(listed.Row))], page.Limit, code => code.Code));
    }

    private static async Task<IResult> GetAsync(HttpContext http, string code, SandboxGate gate, ProcessingCodes codes)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        return ProcessingCode.TryParse(code, out var parsed) && await codes.FindAsync(org, parsed) is { Row: { } row }
            ? SandboxJson.Ok(ProcessingCodeView.Of(row))
            : SandboxProblem.NotFound("processing code");
    }

    private static async Task<IResult> PutAsync(HttpContext http, string code, SandboxGate gate, ProcessingCodes codes)
    {
        var (org, orgError) = await gate.OrgAsync(http);
        if (orgError is not null)
            return orgError;
        var (body, bodyError) = await gate.BodyAsync(http, SandboxJson.Default.ProcessingCodeRequest);
        if (body is null)
            return bodyError!;
        var (rule, error) = body.Read(code);
        if (rule is null)
            return error!;
        await codes.SetAsync(org, rule);
        return SandboxJson.Ok(body.ToView(code));
    }

    private static async Task<IResult> DeleteAsync(HttpContext http, string code, SandboxGate gate, ProcessingCodes codes)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        return ProcessingCode.TryParse(code, out var parsed) && await codes.DeleteAsync(org, parsed)
            ? TypedResults.NoContent()
            : SandboxProblem.NotFound("processing code");
    }
}

/// <summary>Shows a processing code.</summary>
/// <param name="Code">The code, 3 to 6 letters or digits.</param>
/// <param name="BalanceImpact">1 for a credit, -1 for a debit, 0 for no impact on the balance.</param>
/// <param name="Description">The description.</param>
/// <param name="ReversalCode">The code of a cancellation; null keeps the original's code.</param>
/// <param name="OperationType">NORMAL, or HOLD_FUNDS for a code of operations on held money.</param>
/// <param name="Fee">The fee that a force with this code charges in addition to its amount.</param>
internal sealed record ProcessingCodeView(
    string Code, [property: AllowedValues(1, -1, 0)] int BalanceImpact, string? Description, string? ReversalCode,
    [property: AllowedValues("NORMAL", "HOLD_FUNDS")] string OperationType, FeeView? Fee)
{
    internal static ProcessingCodeView Of(ProcessingCodeRow row) => new(
        row.Code, row.Impact, row.Description, row.ReversalCode, row.OperationType,
        FeeRule.Charging(row.FeeFixed, row.FeePercent, ColumnText.ToFeeMethod(row.FeeMethod)) is { } fee ? FeeView.Of(fee) : null);
}

/// <summary>Carries the definition of a processing code.</summary>
internal sealed class ProcessingCodeRequest
{
    /// <summary>The code; it must be the code of the path when it is sent.</summary>
    [RegularExpression("^[0-9A-Za-z]{3,6}$")]
    public string? Code { get; init; }

    /// <summary>The impact on the balance: 1 for a credit, -1 for a debit, 0 for none.</summary>
    [Required]
    [AllowedValues(1, -1, 0)]
    public int? BalanceImpact { get; init; }

    /// <summary>The description, at most 50 characters.</summary>
    [StringLength(50)]
    public string? Description { get; init; }

    /// <summary>The code of a cancellation; the original's code when absent.</summary>
    [RegularExpression("^[0-9A-Za-z]{3,6}$")]
    public string? ReversalCode { get; init; }

    /// <summary>NORMAL, also when absent, or HOLD_FUNDS for a code of operations on held money.</summary>
    [AllowedValues("NORMAL", "HOLD_FUNDS")]
    public string? OperationType { get; init; }

    /// <summary>The fee that a force with this code charges in addition to its amount.</summary>
    public FeeRequest? Fee { get; init; }

    /// <summary>Shows the definition as the client set it.</summary>
    internal ProcessingCodeView ToView(string code) =>
        new(code, BalanceImpact!.Value, Description, ReversalCode, OperationType ?? "NORMAL",
            Fee is null ? null : new FeeView(Fee.Fixed, Fee.Percent, ColumnText.Of(Fee.HowMade)));

    /// <summary>Translates the body into a processing rule; returns the rule, or an answer that names the first error.</summary>
    internal (ProcessingRule? Rule, IResult? Error) Read(string code)
    {
        if (!ProcessingCode.TryParse(code, out var parsed) || (Code is not null && !string.Equals(Code, code, StringComparison.Ordinal)))
            return (null, SandboxProblem.Invalid("code", "must be the 3 to 6 letters or digits of the path"));
        if (BalanceImpact is not (1 or -1 or 0))
            return (null, SandboxProblem.Invalid("balance_impact", "must be 1, -1 or 0"));
        if (!ProcessingRule.IsDescription(Description))
            return (null, SandboxProblem.Invalid("description", "must be at most 50 characters without control characters"));
        if (OperationType is not null && CodeWords.OperationTypes.Find(OperationType) is null)
            return (null, SandboxProblem.Invalid("operation_type", CodeWords.OperationTypes.Rule));
        ProcessingCode? reversal = null;
        if (ReversalCode is not null)
        {
            if (!ProcessingCode.TryParse(ReversalCode, out var other))
                return (null, SandboxProblem.Invalid("reversal_code", "must be 3 to 6 letters or digits"));
            reversal = other;
        }
        if (Fee?.FirstError("fee") is { } wrongFee)
            return (null, wrongFee);
        var fee = Fee is null ? null : FeeRule.Charging(Fee.Fixed ?? 0, Fee.Percent ?? 0, Fee.HowMade);
        return (new ProcessingRule(parsed, (ForceOps.BalanceImpact)BalanceImpact.Value, Description, reversal, fee)
        {
            OperationType = CodeWords.OperationTypes.Find(OperationType) ?? ForceOps.OperationType.Normal,
        }, null);
    }
}
