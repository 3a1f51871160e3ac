using FluentValidation;

namespace ForceOps.Api.Pismo;

/// <summary>The shape of a processing code on the wire (contract section 7).</summary>
internal sealed class ProcessingCodeValidator : AbstractValidator<ProcessingCodeBody>
{
    internal ProcessingCodeValidator()
    {
        RuleFor(body => body.Id)
            .Must(id => ProcessingCode.TryParse(id, out _) && !id!.StartsWith("PSM", StringComparison.OrdinalIgnoreCase))
            .WithMessage("must be 3 to 6 letters or digits that do not begin with PSM").OverridePropertyName("id");
        RuleFor(body => body.BalanceImpact).Must(impact => impact is 1 or -1 or 0).WithMessage("must be 1, -1 or 0").OverridePropertyName("balance_impact");
        RuleFor(body => body.Description).Must(ProcessingRule.IsDescription).WithMessage("must be at most 50 characters without control characters").OverridePropertyName("description");
        RuleFor(body => body.ReversalCode).Must(code => code is null || ProcessingCode.TryParse(code, out _))
            .WithMessage("must be 3 to 6 letters or digits").OverridePropertyName("reversal_code");
    }
}
