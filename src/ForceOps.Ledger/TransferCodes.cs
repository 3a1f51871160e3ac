namespace ForceOps;

/// <summary>The processing codes of a transfer that names none, by kind of transfer and side (contract/sandbox.md, default seed).</summary>
internal static class TransferCodes
{
    private static readonly ProcessingCode CashIn = ProcessingCode.Parse("100001");
    private static readonly ProcessingCode CashOut = ProcessingCode.Parse("100002");
    private static readonly ProcessingCode Debit = ProcessingCode.Parse("100003");
    private static readonly ProcessingCode Credit = ProcessingCode.Parse("100004");

    internal static ProcessingCode ForDebit(bool toOutside) => toOutside ? CashOut : Debit;

    internal static ProcessingCode ForCredit(bool fromOutside) => fromOutside ? CashIn : Credit;
}
