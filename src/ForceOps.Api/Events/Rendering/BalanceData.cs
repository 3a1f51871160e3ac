namespace ForceOps.Api.Events.Rendering;

/// <summary>Data of "Balance changed".</summary>
/// <param name="AccountId">Whose balance.</param>
/// <param name="Amount">How much came or went; always above 0.</param>
/// <param name="Id">Of the change.</param>
/// <param name="OperationType">CREDIT or DEBIT.</param>
/// <param name="OrgId">As in the envelope.</param>
/// <param name="TrackingId">Of the operation.</param>
/// <param name="UpdatedAt">The event date.</param>
/// <param name="AvailableCreditLimit">
/// The balance afterwards. Without the account's credit limit: that may be changed at any time, and a later try must give the same bytes (decision).
/// </param>
internal sealed record BalanceData(
    long AccountId, decimal Amount, Guid Id, string OperationType, string OrgId, string TrackingId, string UpdatedAt, decimal AvailableCreditLimit);
