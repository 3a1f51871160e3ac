namespace ForceOps.Api.Pismo;

/// <summary>One end of a transfer: exactly one of account, card, custom_info and merchant.</summary>
internal sealed class PartyBody
{
    public PartyIdBody? Account { get; set; }

    /// <summary>A card on file, which can only give.</summary>
    public PartyIdBody? Card { get; set; }

    public CustomInfoBody? CustomInfo { get; set; }

    public PartyIdBody? Merchant { get; set; }

    /// <summary>On either end, or on both and then equal.</summary>
    public decimal? Amount { get; set; }

    /// <summary>On either end, or on both and then equal; the accounts' when absent.</summary>
    public string? Currency { get; set; }

    /// <summary>The org's default for this kind of transfer when absent.</summary>
    public string? ProcessingCode { get; set; }

    internal int KindsNamed => (Account is null ? 0 : 1) + (Card is null ? 0 : 1) + (CustomInfo is null ? 0 : 1) + (Merchant is null ? 0 : 1);

    internal bool IsInTheBooks => Account is not null || Merchant is not null;
}
