namespace ForceOps.Api.Bluefin;

/// <param name="RefundBalance">What can still be refunded; shown even when it is 0.00.</param>
/// <param name="RefundIds">The refunds so far.</param>
internal sealed record RefundObjectAnswer(string RefundBalance, IReadOnlyList<string>? RefundIds = null);
