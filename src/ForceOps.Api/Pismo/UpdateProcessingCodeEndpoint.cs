using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using FluentValidation;
using ForceOps.Postgres.Orgs;

namespace ForceOps.Api.Pismo;

/// <summary>
/// Handles <c>PATCH /orgs-operation/v1/processing-codes/{processingCode}</c>: changes what is sent, and nothing else (Pismo,
/// processingcodeupdate).
/// </summary>
internal static class UpdateProcessingCodeEndpoint
{
    internal static async Task<IResult> PatchAsync(
        HttpContext http, string processingCode, PismoGate gate, IValidator<UpdateProcessingCodeRequest> validator, ProcessingCodes codes)
    {
        var (call, body, error) = await gate.AdmitAsync(http, validator, TokenReach.Org);
        if (body is null)
            return error!;
        if (!ProcessingCode.TryParse(processingCode, out var code))
            return PismoErrors.NoSuchCode();
        var reversal = body.ReversalProcessingCode is null ? "undo_processing_code" : "reversal_processing_code";
        if (string.Equals(body.Reversal, code.Text, StringComparison.Ordinal))
            return PismoErrors.Field(reversal, "must be another code than that of the path");
        var undo = body.Reversal is { } text ? new UndoCode(ProcessingCode.Parse(text), body.UndoDescription) : null;
        return await codes.ChangeAsync(call.Org, code, body.Description, undo) switch
        {
            CodeChange.Done => TypedResults.NoContent(),
            CodeChange.UndoDisagrees => PismoErrors.Field(reversal, ProcessingCodeEndpoint.UndoDisagrees),
            CodeChange.NotFound or CodeChange.InUse => PismoErrors.NoSuchCode(),
        };
    }
}

/// <summary>Holds the body of <c>PATCH /orgs-operation/v1/processing-codes/{processingCode}</c>.</summary>
internal sealed class UpdateProcessingCodeRequest
{
    /// <summary>The new description, at most 50 characters. This member or a reversal code is required.</summary>
    [StringLength(50, MinimumLength = 1)]
    public string? Description { get; init; }

    /// <summary>
    /// The processing code of a cancellation. It is made with the opposite balance impact; a code that exists and has that impact stays
    /// as it is.
    /// </summary>
    [RegularExpression("^[0-9A-Za-z]{3,6}$")]
    public string? ReversalProcessingCode { get; init; }

    /// <summary>The same code, since ForceOps cancels in part and in full under one code; with reversal_processing_code only.</summary>
    [RegularExpression("^[0-9A-Za-z]{3,6}$")]
    public string? PartialReversalProcessingCode { get; init; }

    /// <summary>Another name of reversal_processing_code. When both are sent, they must say the same.</summary>
    [RegularExpression("^[0-9A-Za-z]{3,6}$")]
    public string? UndoProcessingCode { get; init; }

    /// <summary>The description of a reversal code that is made, at most 50 characters; that of the code when absent.</summary>
    [StringLength(50, MinimumLength = 1)]
    public string? UndoDescription { get; init; }

    /// <summary>The balance impact cannot be changed: a request that names it is refused.</summary>
    [AllowedValues(1, -1, 0)]
    public int? BalanceImpact { get; init; }

    /// <summary>The name of the code cannot be changed: a request that names it is refused.</summary>
    public string? ProcessingCode { get; init; }

    [JsonIgnore]
    internal string? Reversal => ReversalProcessingCode ?? UndoProcessingCode;
}

/// <summary>Checks the form of a change of a processing code (Pismo, processingcodeupdate and apex-v1-update-processing-code).</summary>
internal sealed class UpdateProcessingCodeValidator : AbstractValidator<UpdateProcessingCodeRequest>
{
    public UpdateProcessingCodeValidator()
    {
        RuleFor(body => body.ProcessingCode).Null().WithMessage("cannot be changed").OverridePropertyName("processing_code");
        RuleFor(body => body.BalanceImpact).Null().WithMessage("cannot be changed").OverridePropertyName("balance_impact");
        RuleFor(body => body.Description).MustBeCodeDescription()
            .Must((body, text) => text is not null || body.Reversal is not null)
            .WithMessage("or reversal_processing_code is required: nothing else can be changed").OverridePropertyName("description");
        RuleFor(body => body.ReversalProcessingCode).MustBeOwnCode().OverridePropertyName("reversal_processing_code");
        RuleFor(body => body.PartialReversalProcessingCode)
            .Must((body, code) => code is null || string.Equals(code, body.Reversal, StringComparison.Ordinal))
            .WithMessage("must be that of reversal_processing_code, since ForceOps cancels in part and in full under one code")
            .OverridePropertyName("partial_reversal_processing_code");
        RuleFor(body => body.UndoProcessingCode).MustBeOwnCode()
            .Must((body, code) => code is null || string.Equals(code, body.Reversal, StringComparison.Ordinal))
            .WithMessage("is another name of reversal_processing_code and must say the same").OverridePropertyName("undo_processing_code");
        RuleFor(body => body.UndoDescription).MustBeCodeDescription()
            .Must((body, text) => text is null || body.Reversal is not null).WithMessage("needs reversal_processing_code")
            .OverridePropertyName("undo_description");
    }
}
