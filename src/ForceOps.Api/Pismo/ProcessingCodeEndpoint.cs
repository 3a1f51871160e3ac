using System.ComponentModel.DataAnnotations;
using FluentValidation;
using ForceOps.Api.Http;
using ForceOps.Postgres.Orgs;

namespace ForceOps.Api.Pismo;

/// <summary>Handles <c>POST /orgs-operation/v1/processing-codes</c>: adds a processing code to the org.</summary>
internal static class ProcessingCodeEndpoint
{
    internal static async Task<IResult> PostAsync(
        HttpContext http, PismoGate gate, IValidator<ProcessingCodeRequest> validator, ProcessingCodes codes)
    {
        var (call, body, error) = await gate.AdmitAsync(http, validator, wholeOrg: true);
        if (body is null)
            return error!;
        var rule = new ProcessingRule(
            ProcessingCode.Parse(body.Id!), (BalanceImpact)body.BalanceImpact!.Value, body.Description,
            body.ReversalCode is { } reversal ? ProcessingCode.Parse(reversal) : null, Fee: null);
        return await codes.AddAsync(call.Org, rule)
            ? JsonResponse.Of(
                new ProcessingCodeResponse(body.Id!, body.BalanceImpact.Value, body.Description, body.ReversalCode),
                PismoJson.Default.ProcessingCodeResponse,
                statusCode: StatusCodes.Status201Created)
            : PismoErrors.Field("id", "is in use");
    }
}

/// <summary>Holds the body of <c>POST /orgs-operation/v1/processing-codes</c>.</summary>
internal sealed class ProcessingCodeRequest
{
    /// <summary>The processing code, 3 to 6 letters or digits that do not begin with PSM.</summary>
    [Required]
    [RegularExpression("^[0-9A-Za-z]{3,6}$")]
    public string? Id { get; init; }

    /// <summary>The effect on the balance: 1 is a credit, -1 is a debit, 0 is no effect.</summary>
    [Required]
    [AllowedValues(1, -1, 0)]
    public int? BalanceImpact { get; init; }

    /// <summary>The description, at most 50 characters.</summary>
    [StringLength(50)]
    public string? Description { get; init; }

    /// <summary>The processing code of a cancellation.</summary>
    [RegularExpression("^[0-9A-Za-z]{3,6}$")]
    public string? ReversalCode { get; init; }
}

/// <summary>Answers 201 with the processing code as it was sent.</summary>
/// <param name="Id">The processing code.</param>
/// <param name="BalanceImpact">The effect on the balance: 1 is a credit, -1 is a debit, 0 is no effect.</param>
/// <param name="Description">The description; null when the request had none.</param>
/// <param name="ReversalCode">The processing code of a cancellation; null when the request had none.</param>
internal sealed record ProcessingCodeResponse(
    string Id, [property: AllowedValues(1, -1, 0)] int BalanceImpact, string? Description, string? ReversalCode);

/// <summary>Checks the form of a processing code request (contract section 7).</summary>
internal sealed class ProcessingCodeValidator : AbstractValidator<ProcessingCodeRequest>
{
    public ProcessingCodeValidator()
    {
        RuleFor(body => body.Id)
            .Must(id => ProcessingCode.TryParse(id, out _) && !id!.StartsWith("PSM", StringComparison.OrdinalIgnoreCase))
            .WithMessage("must be 3 to 6 letters or digits that do not begin with PSM").OverridePropertyName("id");
        RuleFor(body => body.BalanceImpact).Must(impact => impact is 1 or -1 or 0).WithMessage("must be 1, -1 or 0")
            .OverridePropertyName("balance_impact");
        RuleFor(body => body.Description).Must(ProcessingRule.IsDescription)
            .WithMessage("must be at most 50 characters without control characters").OverridePropertyName("description");
        RuleFor(body => body.ReversalCode).Must(code => code is null || ProcessingCode.TryParse(code, out _))
            .WithMessage("must be 3 to 6 letters or digits").OverridePropertyName("reversal_code");
    }
}
