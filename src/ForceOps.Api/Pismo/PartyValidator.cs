using FluentValidation;

namespace ForceOps.Api.Pismo;

/// <summary>The shape of one end of a transfer.</summary>
internal sealed class PartyValidator : AbstractValidator<PartyBody>
{
    /// <summary>Names of the outside world; both together with their separators fit the column.</summary>
    private const int TypeLengthMax = 100;
    private const int ExternalIdLengthMax = 255;

    internal PartyValidator()
    {
        RuleFor(party => party.KindsNamed).Equal(1).WithMessage("must hold exactly one of account, card, custom_info and merchant").OverridePropertyName("party");
        RuleFor(party => party.Account).Must(HasId).WithMessage("must have an id from 1").OverridePropertyName("account");
        RuleFor(party => party.Card).Must(HasId).WithMessage("must have an id from 1").OverridePropertyName("card");
        RuleFor(party => party.Merchant).Must(HasId).WithMessage("must have an id from 1").OverridePropertyName("merchant");
        RuleFor(party => party.CustomInfo)
            .Must(info => info is null || (IsName(info.Type, TypeLengthMax) && IsName(info.ExternalId, ExternalIdLengthMax)))
            .WithMessage($"must have a type of at most {TypeLengthMax} and an external_id of at most {ExternalIdLengthMax} characters")
            .OverridePropertyName("custom_info");
        RuleFor(party => party.ProcessingCode).Must(code => code is null || ForceOps.ProcessingCode.TryParse(code, out _))
            .WithMessage("must be 3 to 6 letters or digits").OverridePropertyName("processing_code");
    }

    private static bool HasId(PartyIdBody? party) => party is null or { Id: > 0 };

    private static bool IsName(string? text, int lengthMax) => text is { Length: > 0 } && text.Length <= lengthMax && !text.Any(char.IsControl);
}
