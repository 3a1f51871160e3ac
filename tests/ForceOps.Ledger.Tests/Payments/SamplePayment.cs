namespace ForceOps.Tests;

/// <summary>Payments of the payment methods in few words.</summary>
internal static class SamplePayment
{
    public static Payment Payment(string trackingId, decimal amount, ProcessingCode? code = null) => new()
    {
        TrackingId = TrackingId.Parse(trackingId),
        CorrelationId = "cid",
        AccountId = Sample.AccountId,
        Amount = Amount.Create(amount),
        ProcessingCode = code ?? SampleTransfer.CashIn,
    };

    /// <summary>From the giver to the taker.</summary>
    public static PaymentTransfer Transfer(string trackingId, decimal amount) => new()
    {
        TrackingId = TrackingId.Parse(trackingId),
        CorrelationId = "cid",
        From = SampleTransfer.Giver,
        To = SampleTransfer.Taker,
        Amount = Amount.Create(amount),
    };

    public static CancelPayment Cancel(string trackingId, string original, decimal? amount = null) => new()
    {
        TrackingId = TrackingId.Parse(trackingId),
        CorrelationId = "cid",
        OriginalTrackingId = TrackingId.Parse(original),
        Amount = amount is { } sum ? Amount.Create(sum) : null,
    };

    public static CancelPayment Cancel(string trackingId, long original, decimal? amount = null) =>
        Cancel(trackingId, "unused", amount) with { AuthorizationId = original, OriginalTrackingId = null };

    public static PreAuthorization PreAuthorize(string trackingId, decimal amount) =>
        new(Payment(trackingId, amount, SampleTransfer.CashOut));

    public static ConfirmPayment Confirm(string trackingId, string original, decimal? amount = null) => new()
    {
        TrackingId = TrackingId.Parse(trackingId),
        CorrelationId = "cid",
        OriginalTrackingId = TrackingId.Parse(original),
        Amount = amount is { } sum ? Amount.Create(sum) : null,
    };

    /// <summary>Decides a payment that must be denied; the denial stands under its tracking id.</summary>
    public static Outcome.Accepted Deny(this LedgerState state, Operation operation, LedgerError error)
    {
        var denied = Assert.IsType<Outcome.Accepted>(Ledger.Decide(state, operation));
        Assert.Equal((error, error), (denied.Denial?.Error, denied.Authorization.Denied));
        return denied;
    }
}
