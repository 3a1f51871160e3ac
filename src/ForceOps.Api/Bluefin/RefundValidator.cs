using FluentValidation;

namespace ForceOps.Api.Bluefin;

internal sealed class RefundValidator : AbstractValidator<RefundBody>
{
    internal RefundValidator()
    {
        RuleFor(body => body.Others).MustBeEmpty();
        RuleFor(body => body.PosProfile).MustBeProfile(BodyRules.AllProfiles);
        RuleFor(body => body.Amounts).MustBeAmounts();
        RuleFor(body => body.Description).MustBeDescription();
    }
}
