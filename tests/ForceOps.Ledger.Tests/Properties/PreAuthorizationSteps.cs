using FsCheck;
using FsCheck.Fluent;

namespace ForceOps.Tests;

/// <summary>Random pre-authorizations, their confirmations and cancellations, on few accounts, so that they meet.</summary>
internal static class PreAuthorizationSteps
{
    private static readonly Gen<decimal> Sum = Gen.Frequency((9, Gen.Elements(0.01m, 1m, 2m, 3m, 5m, 10m)), (1, Steps.Sum));

    /// <summary>Tracking ids that only pre-authorizations have, so that some of them are confirmed more than once.</summary>
    private static readonly Gen<int> Few = Gen.Choose(-8, -1);

    public static Gen<Step> Any(int tracking) =>
        from kind in Gen.Frequency((4, Gen.Constant(0)), (4, Gen.Constant(1)), (3, Gen.Constant(2)))
        from account in Gen.Frequency((8, Gen.Choose(1, 3)), (1, Gen.Choose(4, Steps.AccountsCount)))
        from sum in Sum
        from all in Gen.Elements(false, true)
        from code in Gen.Frequency((9, Gen.Constant("100002")), (2, Gen.Elements("100001", "090908", "gone")))
        from currency in Steps.AnyCurrency
        from named in Gen.Frequency((4, Gen.Constant(1)), (3, Gen.Constant(2)), (1, Gen.Constant(3)))
        from place in Gen.Choose(0, tracking)
        from number in Gen.Frequency((1, Gen.Choose(0, tracking)), (3, Few))
        from own in Gen.Frequency((1, Gen.Constant<int?>(null)), (1, Few.Select(few => (int?)few)))
        select (Step)(kind switch
        {
            0 => new PreAuthorizationStep(account, sum, code, currency, own) { TrackingNumber = 0 },
            1 => new ConfirmStep((named & 1) > 0 ? place : null, (named & 2) > 0 ? number : null, all ? null : sum) { TrackingNumber = 0 },
            _ => new CancelPaymentStep((named & 1) > 0 ? place : null, number, all ? null : sum) { TrackingNumber = 0 },
        });
}

/// <param name="Own">The tracking id, if it is not one of all steps'.</param>
internal sealed record PreAuthorizationStep(int Account, decimal Sum, string Code, string? CurrencyCode, int? Own)
    : PaymentStep(Account, Sum, Code, CurrencyCode)
{
    protected override Operation Make(IReadOnlyList<long> posted) => new PreAuthorization(PaymentOf(Own ?? TrackingNumber));
}

/// <param name="Place">The pre-authorization by its place in the order of posting; null, or by its tracking id.</param>
/// <param name="OriginalNumber">The pre-authorization by its tracking id.</param>
/// <param name="Sum">Null: all that is held.</param>
internal sealed record ConfirmStep(int? Place, int? OriginalNumber, decimal? Sum) : Step
{
    protected override Operation Make(IReadOnlyList<long> posted) => new ConfirmPayment
    {
        TrackingId = Tracking(TrackingNumber),
        CorrelationId = "cid",
        Channel = Channel,
        Descriptor = Descriptor,
        ConfinedTo = ConfinedTo,
        AuthorizationId = Place is { } place ? IdAt(posted, place) : null,
        OriginalTrackingId = OriginalNumber is { } number ? Tracking(number) : null,
        Amount = Sum is { } sum ? Amount.Create(sum) : null,
    };
}
