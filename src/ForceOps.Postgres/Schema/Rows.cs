namespace ForceOps.Postgres.Schema;

public sealed class AccountRow
{
    public Guid Book { get; init; }
    public long Id { get; init; }
    public required string Kind { get; init; }
    public string Status { get; set; } = AccountStatus.Normal.Text;
    public string Processing { get; set; } = ColumnText.Of(AccountProcessing.Normal);
    public required string Currency { get; set; }
    public decimal Balance { get; init; }
    public decimal CreditLimit { get; set; }

    /// <summary>What is held; the balance contains it.</summary>
    public decimal Held { get; init; }

    public decimal? LimitPerOperation { get; set; }
    public decimal? LimitPerDay { get; set; }
    public DateOnly? SpentOn { get; init; }
    public decimal Spent { get; init; }

    /// <summary>The account's own fees as <see cref="AccountFees"/> writes them; null when there are none.</summary>
    public string? Fees { get; set; }

    public long Version { get; set; }
    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>What a client sees of the holder, as JSON; null when nobody has set it. Only the routes that show it read it.</summary>
    public string? Profile { get; set; }
}

/// <summary>Holds a status of accounts that the org has beside the pre-defined ones.</summary>
public sealed class AccountStatusRow
{
    public Guid Book { get; init; }
    public required string Status { get; init; }
    public required string AllowedOperations { get; set; }
    public bool IsFinal { get; set; }
}

/// <summary>Holds a transaction of a card dialect that posted nothing.</summary>
public sealed class AttemptRow
{
    public Guid Book { get; init; }
    public long Id { get; init; }
    public required string TrackingId { get; init; }
    public required string Channel { get; init; }
    public long AccountId { get; init; }

    /// <summary>True when the transaction was declined; false when it was only initialised.</summary>
    public bool Declined { get; init; }

    public decimal? Amount { get; init; }
    public string? Currency { get; init; }
    public string? Metadata { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
}

public sealed class AuthorizationRow
{
    public Guid Book { get; init; }
    public long Id { get; init; }
    public string? TrackingId { get; init; }
    public required string Type { get; init; }
    public required string Channel { get; init; }
    public long AccountId { get; init; }
    public long? CounterpartId { get; init; }
    public required string ProcessingCode { get; init; }
    public short Impact { get; init; }
    public decimal Amount { get; init; }
    public decimal Fee { get; init; }
    public required string Currency { get; init; }
    public string? Descriptor { get; init; }
    public string? Metadata { get; init; }
    public long? ParentId { get; init; }
    public long? OriginalId { get; init; }
    public bool? OriginalOnNetwork { get; init; }
    public DateTimeOffset? ValueDate { get; init; }
    public DateTimeOffset EventDate { get; init; }
    public decimal CanceledAmount { get; init; }
    public decimal CanceledFee { get; init; }
    public bool AskedAll { get; init; }
    public bool AskedFees { get; init; }
    public bool InTimeline { get; init; }
    public required string Cid { get; init; }
    public string? External { get; init; }

    /// <summary>The ledger's name of the reason why a payment was denied, in capitals; null when it was granted.</summary>
    public string? Denied { get; init; }
}

/// <summary>
/// Holds one book. A book is live while an org points at it, kept while a snapshot points at it, and otherwise abandoned.
/// </summary>
public sealed class BookRow
{
    public Guid Book { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? AbandonedAt { get; init; }
}

/// <summary>Holds an operation that was accepted and is not posted yet.</summary>
public sealed class DelayedOperationRow
{
    public Guid Book { get; init; }
    public long Id { get; init; }
    public required string TrackingId { get; init; }
    public long AccountId { get; init; }
    public long? OtherAccountId { get; init; }
    public required string Operation { get; init; }
    public DateTimeOffset AcceptedAt { get; init; }
    public DateTimeOffset DueAt { get; init; }

    /// <summary>The number of tries that failed because a row was locked.</summary>
    public int Tries { get; init; }

    public DateTimeOffset? RetryAt { get; init; }
}

/// <summary>Holds the denial of a delayed operation: the operation was accepted, and refused in the end.</summary>
public sealed class DenialRow
{
    public Guid Book { get; init; }
    public long Id { get; init; }
    public required string TrackingId { get; init; }
    public long AccountId { get; init; }
    public required string Operation { get; init; }

    /// <summary>The ledger's name of the reason, in capitals.</summary>
    public required string Error { get; init; }

    public DateTimeOffset EventDate { get; init; }
    public required string Cid { get; init; }
}

public sealed class FaultRuleRow
{
    public Guid Org { get; init; }
    public required string Name { get; init; }
    public required string Definition { get; init; }
    public Guid Stamp { get; init; }
}

/// <summary>Holds a change of what is left of a hold.</summary>
public sealed class HoldChangeRow
{
    public Guid Book { get; init; }
    public long AuthorizationId { get; init; }
    public long HoldId { get; init; }
    public long AccountId { get; init; }
    public decimal Change { get; init; }
    public decimal Held { get; init; }
    public decimal Balance { get; init; }
    public decimal Headroom { get; init; }
}

public sealed class MovementRow
{
    public Guid Book { get; init; }
    public long Id { get; init; }
    public long AuthorizationId { get; init; }
    public required string Kind { get; init; }
    public long DebitAccount { get; init; }
    public long CreditAccount { get; init; }
    public decimal Amount { get; init; }
    public decimal? DebitBalance { get; init; }
    public decimal? CreditBalance { get; init; }

    /// <summary>What the giver could spend beyond its balance; null means 0, and also an internal account.</summary>
    public decimal? DebitHeadroom { get; init; }

    public decimal? CreditHeadroom { get; init; }
}

/// <summary>Holds an authorization that a card network gave.</summary>
public sealed class NetworkAuthorizationRow
{
    public Guid Book { get; init; }
    public long Id { get; init; }
    public long? AccountId { get; init; }
    public decimal Amount { get; init; }
    public required string Currency { get; init; }
    public required string Network { get; init; }
    public DateTimeOffset EventDate { get; init; }
    public required string Cid { get; init; }
}

public sealed class OrgRow
{
    public Guid Org { get; init; }
    public Guid Book { get; set; }
    public required string Currency { get; set; }
    public long RulesVersion { get; set; }
    public long SettledBelow { get; set; }
    public DateTimeOffset? ClockFrozenAt { get; set; }
    public TimeSpan? ClockOffset { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
}

public sealed class ProcessingCodeRow
{
    public Guid Book { get; init; }
    public required string Code { get; init; }
    public short Impact { get; set; }
    public string? Description { get; set; }
    public string? ReversalCode { get; set; }
    public decimal FeeFixed { get; set; }
    public decimal FeePercent { get; set; }
    public string FeeMethod { get; set; } = ColumnText.Of(ForceOps.FeeMethod.Sum);
    public string OperationType { get; set; } = ColumnText.Of(ForceOps.OperationType.Normal);
}

/// <summary>Holds a snapshot: a copy of an org's book as it was, under a name.</summary>
public sealed class SnapshotRow
{
    public Guid Org { get; init; }
    public required string Name { get; init; }
    public Guid Book { get; init; }
    public required string Currency { get; init; }
    public long SettledBelow { get; init; }
    public long Accounts { get; init; }
    public long Authorizations { get; init; }
    public long Movements { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Holds a change of an account's status, with the reason of the status before and that of the status after.</summary>
public sealed class StatusChangeRow
{
    public Guid Book { get; init; }
    public long Id { get; init; }
    public long AccountId { get; init; }
    public required string OldStatus { get; init; }
    public long? OldReasonId { get; init; }
    public string? OldDescription { get; init; }
    public required string NewStatus { get; init; }
    public long? NewReasonId { get; init; }
    public string? NewDescription { get; init; }
    public DateTimeOffset EventDate { get; init; }
    public required string Cid { get; init; }
}

public sealed class WebhookRow
{
    public Guid Org { get; init; }
    public required string Name { get; init; }
    public required string Url { get; set; }
    public required string Types { get; set; }
    public required string Secret { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public long Version { get; set; } = 1;
    public int Run { get; set; } = 1;
    public long PositionId { get; set; }
    public int PositionPart { get; set; }
    public DateTimeOffset? FailingSince { get; set; }
    public string? PreviousSecret { get; set; }
    public DateTimeOffset? PreviousSecretUntil { get; set; }
    public DateTimeOffset? OffSince { get; set; }
    public DateTimeOffset? PausedSince { get; set; }
}

public sealed class WebhookTryRow
{
    public Guid Org { get; init; }
    public required string Name { get; init; }
    public long AuthorizationId { get; init; }
    public int Part { get; init; }
    public int Run { get; init; }
    public int Attempt { get; init; }
    public Guid EventId { get; init; }
    public required string EventType { get; init; }
    public int? Status { get; init; }
    public string? Error { get; init; }
    public DateTimeOffset At { get; init; }
    public DateTimeOffset? NextAt { get; init; }
    public bool Dead { get; init; }
}
