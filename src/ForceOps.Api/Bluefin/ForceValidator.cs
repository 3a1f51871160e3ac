using FluentValidation;

namespace ForceOps.Api.Bluefin;

/// <summary>The shape of a force on the wire; what needs the books is decided by the ledger.</summary>
internal sealed class ForceValidator : AbstractValidator<ForceBody>
{
    /// <summary>v4 names no length. Issuers give six characters (ISO 8583, field 38); shorter than any card number, which must not be kept.</summary>
    private const int AuthCodeLengthMax = 10;

    internal ForceValidator()
    {
        RuleFor(body => body.Others).MustBeEmpty();
        RuleFor(body => body.TransactionId).Must(id => id is null || TransactionId.IsValid(id))
            .WithMessage("must be 12 digits").OverridePropertyName("transactionId");
        RuleFor(body => body.BfTokenReference)
            .Must((body, token) => (token is null) != (body.ShieldConexToken is null) && token is not "")
            .WithMessage("or shieldConexToken is required, not both").OverridePropertyName("bfTokenReference");
        RuleFor(body => body.PosProfile).MustBeProfile(BodyRules.CardNotPresentProfiles);
        RuleFor(body => body.Amounts).NotNull().WithMessage("is required").OverridePropertyName("amounts");
        RuleFor(body => body.Amounts).MustBeAmounts();
        RuleFor(body => body.AuthCode).Must(code => !string.IsNullOrWhiteSpace(code)).WithMessage("is required")
            .Must(code => code is null || (code.Length <= AuthCodeLengthMax && !code.Any(char.IsControl)))
            .WithMessage($"must be at most {AuthCodeLengthMax} characters")
            .OverridePropertyName("authCode");
        RuleFor(body => body.Description).MustBeDescription();
        RuleFor(body => body.Customer).MustBeCustomer();
        RuleFor(body => body.Customer == null ? null : body.Customer.BillingAddress).MustBeAddress("customer.billingAddress", isShipping: false);
        RuleFor(body => body.ShippingAddress).MustBeAddress("shippingAddress", isShipping: true);
        RuleFor(body => body.CredentialOnFile).Must(one => one is null
                || (one.TransactionInitiator is null or "CUSTOMER" or "MERCHANT"
                    && one.StoredCredentialIndicator is null or "INITIAL" or "SUBSEQUENT"
                    && one.ScheduleIndicator is null or "SCHEDULED" or "UNSCHEDULED"))
            .WithMessage("must hold the words of the reference page").OverridePropertyName("credentialOnFile");
        RuleFor(body => body.Items).Must(items => items is null or { Count: > 0 }).WithMessage("must not be empty").OverridePropertyName("items");
        RuleFor(body => body.DynamicDescriptor).Must(text => text is null or { Length: > 0 and <= 25 })
            .WithMessage("must be 1 to 25 characters").OverridePropertyName("dynamicDescriptor");
    }
}
