namespace ForceOps.Tests;

internal sealed record TransferStep(TransferParty From, TransferParty To, decimal Sum, string? DebitCode, string? CreditCode,
    string? CurrencyCode) : Step
{
    protected override Operation Make(IReadOnlyList<long> posted) => new Transfer
    {
        TrackingId = Tracking(TrackingNumber),
        CorrelationId = "cid",
        Channel = Channel,
        Descriptor = Descriptor,
        From = From,
        To = To,
        Amount = Amount.Create(Sum),
        Currency = CurrencyCode is null ? null : Currency.Parse(CurrencyCode),
        DebitCode = ToCode(DebitCode),
        CreditCode = ToCode(CreditCode),
    };
}
