using FluentValidation;

namespace ForceOps.Api.Pismo;

/// <summary>The shape of a transfer on the wire.</summary>
internal sealed class TransferValidator : AbstractValidator<TransferBody>
{
    private static readonly PartyValidator Party = new();

    internal TransferValidator()
    {
        RuleFor(body => body.TrackingId).MustBeTrackingId(min: 36, max: 65).OverridePropertyName("tracking_id");
        RuleFor(body => body.Giver).NotNull().WithMessage("must have exactly one item").SetValidator(Party!).OverridePropertyName("from");
        RuleFor(body => body.Taker).NotNull().WithMessage("must have exactly one item").SetValidator(Party!)
            .Must(taker => taker?.Card is null).WithMessage("cannot be a card: a card on file can only be charged")
            .OverridePropertyName("to");
        When(body => body is { Giver: not null, Taker: not null }, () =>
        {
            RuleFor(body => body.Taker).Must((body, taker) => taker!.IsInTheBooks || body.Giver!.IsInTheBooks)
                .WithMessage("or from must be an account or a merchant")
                .Must((body, taker) => (taker!.Account ?? taker.Merchant)?.Id is not { } id || id != (body.Giver!.Account ?? body.Giver.Merchant)?.Id)
                .WithMessage("must be another account than from").OverridePropertyName("to");
            RuleFor(body => body.Amount).NotNull().WithMessage("is required on one side").MustBeAmount()
                .Must((body, _) => AreEqual(body.Giver!.Amount, body.Taker!.Amount)).WithMessage("must be the same on both sides")
                .Must((body, amount) => amount is null || !Currency.TryParse(body.Currency, out var currency) || currency.Fits(amount.Value))
                .WithMessage("has more decimals than the currency").OverridePropertyName("amount");
            RuleFor(body => body.Currency).Must(code => code is null || Currency.TryParse(code, out _)).WithMessage("must be a currency of ISO 4217")
                .Must((body, _) => AreEqual(body.Giver!.Currency, body.Taker!.Currency)).WithMessage("must be the same on both sides")
                .OverridePropertyName("currency");
        });
        RuleFor(body => body.Descriptor).MustBeDescriptor().OverridePropertyName("descriptor");
        RuleFor(body => body.Metadata).MustBeMetadata().OverridePropertyName("metadata");
    }

    private static bool AreEqual(decimal? one, decimal? other) => one is null || other is null || one == other;

    /// <summary>BRL and 986 are the same currency.</summary>
    private static bool AreEqual(string? one, string? other) => one is null || other is null
        || (Currency.TryParse(one, out var first) && Currency.TryParse(other, out var second) && first.Equals(second));
}
