namespace ForceOps.Tests;

internal sealed record ForceStep(int Account, decimal Sum, string Code, string? CurrencyCode, int? OriginalPlace, int DaysAhead) : Step
{
    protected override Operation Make(IReadOnlyList<long> posted) => new Force
    {
        TrackingId = Tracking(TrackingNumber),
        CorrelationId = "cid",
        Channel = Channel,
        Descriptor = Descriptor,
        AccountId = Account,
        Amount = Amount.Create(Sum),
        ProcessingCode = ProcessingCode.Parse(Code),
        Currency = CurrencyCode is null ? null : Currency.Parse(CurrencyCode),
        Original = OriginalPlace is { } place ? new OriginalAuthorization(IdAt(posted, place), OnNetwork: false) : null,
        ValueDate = DaysAhead == 0 ? null : Sample.Now.AddDays(DaysAhead),
    };
}
