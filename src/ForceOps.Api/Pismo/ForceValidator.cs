using FluentValidation;
using ForceOps.Api.Hosting;

namespace ForceOps.Api.Pismo;

/// <summary>The shape of a force on the wire, in the order of the contract's table; what needs the books is decided by the ledger.</summary>
internal sealed class ForceValidator : AbstractValidator<ForceBody>
{
    internal ForceValidator()
    {
        RuleFor(body => body.TrackingId).MustBeTrackingId(min: 36, max: 50).OverridePropertyName("tracking_id");
        RuleFor(body => body.AccountId).Must(id => id > 0).WithMessage("must be an integer from 1").OverridePropertyName("account_id");
        RuleFor(body => body.Amount).NotNull().WithMessage("is required").MustBeAmount()
            .Must((body, amount) => amount is null || !Currency.TryParse(body.Currency, out var currency) || currency.Fits(amount.Value))
            .WithMessage("has more decimals than the currency").OverridePropertyName("amount");
        RuleFor(body => body.ProcessingCode).Must(code => code is { Length: 6 } && ForceOps.ProcessingCode.TryParse(code, out _))
            .WithMessage("must be 6 letters or digits").OverridePropertyName("processing_code");
        RuleFor(body => body.Currency).Must(code => code is null || Currency.TryParse(code, out _))
            .WithMessage("must be a currency of ISO 4217").OverridePropertyName("currency");
        RuleFor(body => body.Descriptor).MustBeDescriptor().OverridePropertyName("descriptor");
        RuleFor(body => body.Metadata).MustBeMetadata().OverridePropertyName("metadata");
        RuleFor(body => body.OriginalAuthorization).Must(original => original is null or { Id: > 0, Type: "PLATFORM" or "NETWORK" })
            .WithMessage("must have an id from 1 and a type PLATFORM or NETWORK").OverridePropertyName("original_authorization");
        RuleFor(body => body.EffectiveDate).Must(text => text is null || Rfc3339.TryParse(text, out _))
            .WithMessage("must be an RFC 3339 date and time").OverridePropertyName("payment_datetime");
        RuleFor(body => body.ValueDate).Must((body, alias) => alias is null || body.PaymentDatetime is null || string.Equals(alias, body.PaymentDatetime, StringComparison.Ordinal))
            .WithMessage("is another name of payment_datetime and must say the same").OverridePropertyName("value_date");
    }
}
