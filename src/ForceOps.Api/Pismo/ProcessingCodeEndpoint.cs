using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using FluentValidation;
using ForceOps.Api.Http;
using ForceOps.Postgres.Orgs;
using ForceOps.Postgres.Schema;

namespace ForceOps.Api.Pismo;

/// <summary>
/// Handles <c>POST /orgs-operation/v1/processing-codes</c>: adds a processing code to the org, and the code that undoes it (Pismo,
/// payments-configurations and post-processing-code-by-tenant).
/// </summary>
internal static class ProcessingCodeEndpoint
{
    internal static async Task<IResult> PostAsync(
        HttpContext http, PismoGate gate, IValidator<ProcessingCodeRequest> validator, ProcessingCodes codes)
    {
        var (call, body, error) = await gate.AdmitAsync(http, validator, TokenReach.Org);
        if (body is null)
            return error!;
        var rule = new ProcessingRule(
            ProcessingCode.Parse(body.Code!), (BalanceImpact)body.BalanceImpact!.Value, body.Description,
            (body.UndoProcessingCode ?? body.ReversalCode) is { } reversal ? ProcessingCode.Parse(reversal) : null, Fee: null)
        {
            OperationType = body.OperationType is null ? OperationType.Normal : ColumnText.ToOperationType(body.OperationType),
        };
        var undo = body.UndoProcessingCode is null ? null : new UndoCode(rule.ReversalCode!.Value, body.UndoDescription);
        var (change, added) = await codes.AddAsync(call.Org, rule, undo);
        return change switch
        {
            CodeChange.Done => JsonResponse.Of(
                ProcessingCodeResponse.Of(added!), PismoJson.Default.ProcessingCodeResponse, statusCode: StatusCodes.Status201Created),
            CodeChange.UndoDisagrees => PismoErrors.Field("undo_processing_code", UndoDisagrees),
            CodeChange.InUse or CodeChange.NotFound => PismoErrors.Field(body.ProcessingCode is null ? "id" : "processing_code", "is in use"),
        };
    }

    /// <summary>The reason for refusing a code that would move the money the same way again (Pismo, processingcodeupdate).</summary>
    internal const string UndoDisagrees = "exists, and its balance_impact is not the opposite one";
}

/// <summary>Holds the body of <c>POST /orgs-operation/v1/processing-codes</c>.</summary>
internal sealed class ProcessingCodeRequest
{
    /// <summary>
    /// The processing code, 3 to 6 letters or digits that do not begin with PSM. This member or id is required.
    /// </summary>
    [RegularExpression("^[0-9A-Za-z]{3,6}$")]
    public string? ProcessingCode { get; init; }

    /// <summary>Another name of processing_code. When both are sent, they must say the same.</summary>
    [RegularExpression("^[0-9A-Za-z]{3,6}$")]
    public string? Id { get; init; }

    /// <summary>The effect on the balance: 1 is a credit, -1 is a debit, 0 is no effect.</summary>
    [Required]
    [AllowedValues(1, -1, 0)]
    public int? BalanceImpact { get; init; }

    /// <summary>The description, at most 50 characters.</summary>
    [Required]
    [StringLength(50, MinimumLength = 1)]
    public string? Description { get; init; }

    /// <summary>
    /// The processing code of a cancellation. It is made with the opposite balance impact; a code that exists and has that impact stays
    /// as it is.
    /// </summary>
    [RegularExpression("^[0-9A-Za-z]{3,6}$")]
    public string? UndoProcessingCode { get; init; }

    /// <summary>The description of the code that undoes, at most 50 characters; the value of description when absent.</summary>
    [StringLength(50, MinimumLength = 1)]
    public string? UndoDescription { get; init; }

    /// <summary>
    /// The processing code of a cancellation, which is only noted: it is not made, and need not exist yet. When undo_processing_code is
    /// sent too, both must say the same.
    /// </summary>
    [RegularExpression("^[0-9A-Za-z]{3,6}$")]
    public string? ReversalCode { get; init; }

    /// <summary>What the code is for: NORMAL, also when absent, or HOLD_FUNDS for operations on held money.</summary>
    [AllowedValues("NORMAL", "HOLD_FUNDS")]
    public string? OperationType { get; init; }

    [JsonIgnore]
    internal string? Code => ProcessingCode ?? Id;
}

/// <summary>Answers 201 with the processing code, under the names of both spellings.</summary>
/// <param name="Id">The processing code.</param>
/// <param name="BalanceImpact">The effect on the balance: 1 is a credit, -1 is a debit, 0 is no effect.</param>
/// <param name="Description">The description.</param>
/// <param name="ReversalCode">The processing code of a cancellation; null when the request had none.</param>
/// <param name="ProcessingCode">The processing code.</param>
/// <param name="Type">AUTHORIZATION, or REVERSAL when an earlier code names this one as its reversal.</param>
/// <param name="OperationType">NORMAL, or HOLD_FUNDS for a code of operations on held money.</param>
/// <param name="UndoProcessingCode">The same as reversal_code.</param>
internal sealed record ProcessingCodeResponse(
    string Id, [property: AllowedValues(1, -1, 0)] int BalanceImpact, string Description, string? ReversalCode, string ProcessingCode,
    [property: AllowedValues("AUTHORIZATION", "REVERSAL")] string Type, [property: AllowedValues("NORMAL", "HOLD_FUNDS")] string OperationType,
    string? UndoProcessingCode)
{
    internal static ProcessingCodeResponse Of(ListedCode added)
    {
        var listed = ListedProcessingCode.Of(added);
        return new(
            listed.ProcessingCode, listed.BalanceImpact, listed.Description ?? "", listed.ReversalProcessingCode, listed.ProcessingCode,
            listed.Type, listed.OperationType, listed.ReversalProcessingCode);
    }
}

/// <summary>
/// Checks the form of a processing code request (contract section 7, and Pismo's payments-configurations for the second spelling).
/// </summary>
internal sealed class ProcessingCodeValidator : AbstractValidator<ProcessingCodeRequest>
{
    public ProcessingCodeValidator()
    {
        RuleFor(body => body.ProcessingCode).Must((body, code) => code is not null || body.Id is not null).WithMessage("is required")
            .MustBeOwnCode().OverridePropertyName("processing_code");
        RuleFor(body => body.Id).MustBeOwnCode()
            .Must((body, id) => id is null || body.ProcessingCode is null
                || string.Equals(id, body.ProcessingCode, StringComparison.Ordinal))
            .WithMessage("is another name of processing_code and must say the same").OverridePropertyName("id");
        RuleFor(body => body.BalanceImpact).Must(impact => impact is 1 or -1 or 0).WithMessage("must be 1, -1 or 0")
            .OverridePropertyName("balance_impact");
        RuleFor(body => body.Description).NotNull().WithMessage("is required").MustBeCodeDescription().OverridePropertyName("description");
        RuleFor(body => body.UndoProcessingCode).MustBeOwnCode()
            .Must((body, code) => code is null || !string.Equals(code, body.Code, StringComparison.Ordinal))
            .WithMessage("must be another code than processing_code").OverridePropertyName("undo_processing_code");
        RuleFor(body => body.UndoDescription).MustBeCodeDescription()
            .Must((body, text) => text is null || body.UndoProcessingCode is not null).WithMessage("needs undo_processing_code")
            .OverridePropertyName("undo_description");
        RuleFor(body => body.ReversalCode).Must(code => code is null || ForceOps.ProcessingCode.TryParse(code, out _))
            .WithMessage("must be 3 to 6 letters or digits")
            .Must((body, code) => code is null || body.UndoProcessingCode is null
                || string.Equals(code, body.UndoProcessingCode, StringComparison.Ordinal))
            .WithMessage("is another name of undo_processing_code and must say the same").OverridePropertyName("reversal_code");
        RuleFor(body => body.OperationType).Must(type => type is null or "NORMAL" or "HOLD_FUNDS").WithMessage("must be NORMAL or HOLD_FUNDS")
            .OverridePropertyName("operation_type");
    }
}
