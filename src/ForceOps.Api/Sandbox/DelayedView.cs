using ForceOps.Postgres;

namespace ForceOps.Api.Sandbox;

/// <summary>An operation that is accepted and not posted yet.</summary>
/// <param name="Id">The cursor of the list.</param>
/// <param name="Kind">force, cancel_force, transfer or cancel_transfer.</param>
/// <param name="AccountIds">Whose account it is about; both of a transfer's, the giving side's first.</param>
/// <param name="Tries">In vain, because a row was locked.</param>
internal sealed record DelayedView(
    long Id, string TrackingId, string Kind, IReadOnlyList<long> AccountIds, DateTime AcceptedAt, DateTime DueAt, int Tries)
{
    internal static DelayedView Of(WaitingOperation one) => new(
        one.Id, one.TrackingId, one.Kind, one.OtherAccountId is { } other ? [one.AccountId, other] : [one.AccountId],
        one.AcceptedAt.UtcDateTime, (one.DueAt < one.AcceptedAt ? one.AcceptedAt : one.DueAt).UtcDateTime, one.Tries);
}
