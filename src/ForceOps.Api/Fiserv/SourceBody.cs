using ForceOps.Api.Hosting;

namespace ForceOps.Api.Fiserv;

/// <summary>What pays. The emulator reads what it may keep and forgets the rest with the request.</summary>
internal sealed class SourceBody
{
    /// <summary>PaymentCard, PaymentToken, PaymentEMV, PaymentTrack or ManualEntry; no wallet.</summary>
    public string? SourceType { get; init; }

    public CardBody? Card { get; init; }

    /// <summary>Instead of a card in the clear; not looked into.</summary>
    public RawObject? EncryptionData { get; init; }

    /// <summary>Of a PaymentToken; kept as a hash only.</summary>
    public string? TokenData { get; init; }

    public string? TokenSource { get; init; }

    /// <summary>Not the values: a card's number may be among them.</summary>
    public override string ToString() => nameof(SourceBody);
}
