using System.ComponentModel.DataAnnotations;
using FluentValidation;

namespace ForceOps.Api.Pismo;

/// <summary>Names one party of a transfer by exactly one of account, card, custom_info and merchant.</summary>
internal sealed class TransferPartyRequest
{
    /// <summary>A customer's account.</summary>
    public PartyIdRequest? Account { get; set; }

    /// <summary>A card on file; a card can only be the giving party.</summary>
    public PartyIdRequest? Card { get; set; }

    /// <summary>A party outside the ledger.</summary>
    public CustomInfoRequest? CustomInfo { get; set; }

    /// <summary>A merchant's account.</summary>
    public PartyIdRequest? Merchant { get; set; }

    /// <summary>The amount, on either party or equal on both.</summary>
    [Range(typeof(decimal), "0", "999999999999999.999", MinimumIsExclusive = true)]
    public decimal? Amount { get; set; }

    /// <summary>The currency, on either party or equal on both; the accounts' currency when absent.</summary>
    [StringLength(3, MinimumLength = 3)]
    public string? Currency { get; set; }

    /// <summary>The processing code of this side; the org's default for this kind of transfer when absent.</summary>
    [RegularExpression("^[0-9A-Za-z]{3,6}$")]
    public string? ProcessingCode { get; set; }

    internal int KindsNamed =>
        (Account is null ? 0 : 1) + (Card is null ? 0 : 1) + (CustomInfo is null ? 0 : 1) + (Merchant is null ? 0 : 1);

    internal bool IsInTheBooks => Account is not null || Merchant is not null;
}

/// <summary>Names an account, a card or a merchant.</summary>
internal sealed class PartyIdRequest
{
    /// <summary>The id of the account, card or merchant, 1 or more.</summary>
    [Required]
    [Range(typeof(long), "1", "9223372036854775807")]
    public long? Id { get; set; }
}

/// <summary>Names a party outside the ledger in the client's words.</summary>
internal sealed class CustomInfoRequest
{
    /// <summary>The type of the outside party, at most 100 characters, such as DEPOSIT.</summary>
    [Required]
    [StringLength(100, MinimumLength = 1)]
    public string? Type { get; init; }

    /// <summary>The client's id of the outside party, at most 255 characters.</summary>
    [Required]
    [StringLength(255, MinimumLength = 1)]
    public string? ExternalId { get; init; }
}

/// <summary>Checks the form of one party of a transfer.</summary>
internal sealed class TransferPartyValidator : AbstractValidator<TransferPartyRequest>
{
    /// <summary>
    /// The longest type of an outside party, in characters; a type and an external id of maximum length fit the column with their
    /// separators.
    /// </summary>
    private const int TypeLengthMax = 100;
    private const int ExternalIdLengthMax = 255;

    public TransferPartyValidator()
    {
        RuleFor(party => party.KindsNamed).Equal(1).WithMessage("must hold exactly one of account, card, custom_info and merchant")
            .OverridePropertyName("party");
        RuleFor(party => party.Account).Must(HasId).WithMessage("must have an id from 1").OverridePropertyName("account");
        RuleFor(party => party.Card).Must(HasId).WithMessage("must have an id from 1").OverridePropertyName("card");
        RuleFor(party => party.Merchant).Must(HasId).WithMessage("must have an id from 1").OverridePropertyName("merchant");
        RuleFor(party => party.CustomInfo)
            .Must(info => info is null || (IsName(info.Type, TypeLengthMax) && IsName(info.ExternalId, ExternalIdLengthMax)))
            .WithMessage($"must have a type of at most {TypeLengthMax} and an external_id of at most {ExternalIdLengthMax} characters")
            .OverridePropertyName("custom_info");
        RuleFor(party => party.ProcessingCode).MustBeCode().OverridePropertyName("processing_code");
    }

    private static bool HasId(PartyIdRequest? party) => party is null or { Id: > 0 };

    private static bool IsName(string? text, int lengthMax) =>
        text is { Length: > 0 } && CodePoints.Count(text) <= lengthMax && !text.Any(char.IsControl);
}

/// <summary>
/// Holds the emulated acquirer's answer. The shape is ForceOps's own: public pages only say that the metadata has the answer.
/// </summary>
internal sealed record AcquirerMetadata(AcquirerResponse Acquirer)
{
    /// <summary>Makes the acquirer's answer for an authorization; null when no card is part of the authorization.</summary>
    internal static AcquirerMetadata? Of(Authorization authorization) =>
        ForceOps.Acquirer.CardOf(authorization.External) is not null
            ? new AcquirerMetadata(new AcquirerResponse(
                authorization.IsCancellation ? "refund" : "charge", "approved", (authorization.Id % 1_000_000).ToString("D6")))
            : null;
}

/// <param name="Order">The kind of order: charge or refund.</param>
/// <param name="Status">Always approved: any other result gets an error answer.</param>
/// <param name="AuthorizationCode">The code of the approval, 6 digits.</param>
internal sealed record AcquirerResponse(string Order, string Status, string AuthorizationCode);
