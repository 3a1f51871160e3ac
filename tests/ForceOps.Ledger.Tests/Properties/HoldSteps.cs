using FsCheck;
using FsCheck.Fluent;

namespace ForceOps.Tests;

/// <summary>Random steps on held money, on few accounts, so that holds are frequent and meet.</summary>
internal static class HoldSteps
{
    private static readonly Gen<int> Account = Gen.Frequency((8, Gen.Choose(1, 3)), (1, Gen.Choose(4, 7)));

    private static readonly Gen<string> Code = Gen.Frequency((12, Gen.Constant("200001")), (1, Gen.Elements("090907", "gone")));

    private static readonly Gen<decimal> Sum = Gen.Frequency((9, Gen.Elements(0.01m, 1m, 2m, 3m, 5m, 10m)), (1, Steps.Sum));

    private static readonly Gen<TransferParty> Receiver = Gen.Frequency(
        (1, Gen.Constant<TransferParty>(new TransferParty.Outside("A", "1"))),
        (1, Gen.Choose(1, 7).Select(id => (TransferParty)new TransferParty.Customer(id))));

    public static Gen<Step> Any(int tracking) =>
        from kind in Gen.Frequency((5, Gen.Constant(0)), (3, Gen.Constant(1)), (3, Gen.Constant(2)), (3, Gen.Constant(3)))
        from account in Account
        from sum in Sum
        from code in Code
        from named in Gen.Choose(0, 3)
        from place in Gen.Choose(0, tracking)
        from number in Gen.Choose(0, tracking)
        from to in Receiver
        from skips in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
        select (Step)(kind switch
        {
            0 => new HoldStep(account, sum, code, skips) { TrackingNumber = 0 },
            1 => new ReleaseStep(account, sum, code, (named & 1) > 0 ? place : null, (named & 2) > 0 ? number : null, skips)
            { TrackingNumber = 0 },
            2 => new TransferHoldStep(
                account, sum, code, (named & 1) > 0 ? place : null, (named & 2) > 0 ? number : null,
                to.AccountId == account ? new TransferParty.Outside("B", "1") : to) { TrackingNumber = 0 },
            _ => new CancelHoldTransferStep(account, sum, code, (named & 1) > 0 ? place : null, number) { TrackingNumber = 0 },
        });
}

internal sealed record HoldStep(int Account, decimal Sum, string Code, bool Skips) : Step
{
    protected override Operation Make(IReadOnlyList<long> posted) => new HoldFunds
    {
        TrackingId = Tracking(TrackingNumber),
        CorrelationId = "cid",
        Channel = Channel,
        Descriptor = Descriptor,
        AccountId = Account,
        Amount = Amount.Create(Sum),
        ProcessingCode = ProcessingCode.Parse(Code),
        SkipsBalance = Skips,
    };
}

/// <param name="Place">The hold by its place in the order of posting; null, or by its tracking id, or not at all.</param>
internal sealed record ReleaseStep(int Account, decimal Sum, string Code, int? Place, int? OriginalNumber, bool Skips) : Step
{
    protected override Operation Make(IReadOnlyList<long> posted) => new ReleaseHold
    {
        TrackingId = Tracking(TrackingNumber),
        CorrelationId = "cid",
        Channel = Channel,
        Descriptor = Descriptor,
        AccountId = Account,
        AuthorizationId = Place is { } place ? IdAt(posted, place) : null,
        OriginalTrackingId = OriginalNumber is { } number ? Tracking(number) : null,
        Amount = Amount.Create(Sum),
        ProcessingCode = ProcessingCode.Parse(Code),
        SkipsStatus = Skips,
    };
}

internal sealed record TransferHoldStep(int Account, decimal Sum, string Code, int? Place, int? OriginalNumber, TransferParty To) : Step
{
    protected override Operation Make(IReadOnlyList<long> posted) => new TransferHold
    {
        TrackingId = Tracking(TrackingNumber),
        CorrelationId = "cid",
        Channel = Channel,
        Descriptor = Descriptor,
        AccountId = Account,
        AuthorizationId = Place is { } place ? IdAt(posted, place) : null,
        OriginalTrackingId = OriginalNumber is { } number ? Tracking(number) : null,
        Amount = Amount.Create(Sum),
        ProcessingCode = ProcessingCode.Parse(Code),
        To = To,
    };
}

internal sealed record CancelHoldTransferStep(int Account, decimal Sum, string Code, int? Place, int OriginalNumber) : Step
{
    protected override Operation Make(IReadOnlyList<long> posted) => new CancelHoldTransfer
    {
        TrackingId = Tracking(TrackingNumber),
        CorrelationId = "cid",
        Channel = Channel,
        Descriptor = Descriptor,
        AccountId = Account,
        AuthorizationId = Place is { } place ? IdAt(posted, place) : null,
        OriginalTrackingId = Place is null ? Tracking(OriginalNumber) : null,
        Amount = Amount.Create(Sum),
        ProcessingCode = ProcessingCode.Parse(Code),
    };
}
