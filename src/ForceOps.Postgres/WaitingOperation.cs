namespace ForceOps.Postgres;

/// <summary>A delayed operation as people look at it.</summary>
/// <param name="Id">The cursor of the list.</param>
/// <param name="Kind"><c>force</c>, <c>cancel_force</c>, <c>transfer</c> or <c>cancel_transfer</c>.</param>
/// <param name="Tries">In vain, because a row was locked.</param>
public sealed record WaitingOperation(
    long Id, string TrackingId, string Kind, long AccountId, long? OtherAccountId, DateTimeOffset AcceptedAt, DateTimeOffset DueAt, int Tries);
