namespace ForceOps.Api.Pismo;

/// <summary>One end of a transfer: exactly one of account, card, custom_info and merchant.</summary>
internal sealed class PartyBody
{
    public PartyIdBody? Account { get; init; }

    /// <summary>A card on file, which can only give.</summary>
    public PartyIdBody? Card { get; init; }

    public CustomInfoBody? CustomInfo { get; init; }

    public PartyIdBody? Merchant { get; init; }

    /// <summary>On either end, or on both and then equal.</summary>
    public decimal? Amount { get; init; }

    /// <summary>On either end, or on both and then equal; the accounts' when absent.</summary>
    public string? Currency { get; init; }

    /// <summary>The org's default for this kind of transfer when absent.</summary>
    public string? ProcessingCode { get; init; }

    internal int KindsNamed => (Account is null ? 0 : 1) + (Card is null ? 0 : 1) + (CustomInfo is null ? 0 : 1) + (Merchant is null ? 0 : 1);

    internal bool IsInTheBooks => Account is not null || Merchant is not null;
}
