namespace ForceOps;

/// <summary>
/// One posted operation on one account, as it stands in the books. A transfer between two accounts makes two, which name each
/// other and share the tracking id. A cancellation is one too, with <see cref="ParentId"/>.
/// </summary>
public sealed record Authorization
{
    public required long Id { get; init; }
    public required TrackingId TrackingId { get; init; }
    public required AuthorizationType Type { get; init; }
    public required Channel Channel { get; init; }
    public required long AccountId { get; init; }
    /// <summary>The other side of a transfer whose both sides are in the books.</summary>
    public long? CounterpartId { get; init; }

    public required ProcessingCode ProcessingCode { get; init; }

    /// <summary>Fixed when posted: the code may be changed or deleted later, and the cancellation must still go the other way.</summary>
    public required BalanceImpact Impact { get; init; }

    public required decimal Amount { get; init; }
    public decimal Fee { get; init; }
    public required Currency Currency { get; init; }
    public string? Descriptor { get; init; }

    /// <summary>The client's JSON object as it was sent, without white space.</summary>
    public string? Metadata { get; init; }

    /// <summary>A transfer's party outside the books.</summary>
    public string? External { get; init; }

    /// <summary>The authorization that this one cancels.</summary>
    public long? ParentId { get; init; }

    public OriginalAuthorization? Original { get; init; }

    /// <summary>As asked; null means the event date.</summary>
    public DateTimeOffset? ValueDate { get; init; }

    public required DateTimeOffset EventDate { get; init; }
    public decimal CanceledAmount { get; init; }
    public decimal CanceledFee { get; init; }
    public required bool InTimeline { get; init; }
    public required string CorrelationId { get; init; }

    /// <summary>A cancellation that named no amount; kept so that its repeat can be told from another request.</summary>
    public bool CancelsAll { get; init; }

    /// <summary>A cancellation that asked for the fee too.</summary>
    public bool CancelsFees { get; init; }

    /// <summary>Of a pair, the giving side: it alone stands under the tracking id.</summary>
    public bool OwnsTrackingId => CounterpartId is null || Impact == BalanceImpact.Debit;

    public bool IsCancellation => ParentId is not null;

    public decimal RemainingAmount => Amount - CanceledAmount;

    public decimal RemainingFee => Fee - CanceledFee;
}

public enum AuthorizationType
{
    Force,
    Transfer,
}

/// <summary>What an operation does to its account's balance. The numbers are those of the wire and of the tables.</summary>
public enum BalanceImpact
{
    Debit = -1,
    None = 0,
    Credit = 1,
}
