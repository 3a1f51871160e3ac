namespace ForceOps;

/// <summary>The processing codes of the card dialects, which name none on the wire. An org may give the sale's code a fee: the merchant's discount.</summary>
public static class MerchantCodes
{
    public static readonly ProcessingCode Sale = ProcessingCode.Parse("MSALE1");

    /// <summary>What takes a sale back.</summary>
    public static readonly ProcessingCode Refund = ProcessingCode.Parse("MREFD1");
}
