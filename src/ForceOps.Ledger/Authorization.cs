namespace ForceOps;

/// <summary>
/// Represents one posted operation on one account, as the ledger stores it. A transfer between two accounts makes two
/// authorizations, which name each other and share the tracking id. A cancellation is an authorization too, with
/// <see cref="ParentId"/>.
/// </summary>
public sealed record Authorization
{
    public required long Id { get; init; }
    public required TrackingId TrackingId { get; init; }
    public required AuthorizationType Type { get; init; }
    public required Channel Channel { get; init; }
    public required long AccountId { get; init; }
    /// <summary>
    /// The id of the other side's authorization, for a transfer whose both sides are in the ledger; null for every other
    /// operation.
    /// </summary>
    public long? CounterpartId { get; init; }

    public required ProcessingCode ProcessingCode { get; init; }

    /// <summary>
    /// The direction of the amount, fixed at the posting: the code may be changed or deleted later, and the cancellation must
    /// still go the other way.
    /// </summary>
    public required BalanceImpact Impact { get; init; }

    public required decimal Amount { get; init; }
    public decimal Fee { get; init; }
    public required Currency Currency { get; init; }
    public string? Descriptor { get; init; }

    /// <summary>The client's JSON object as it was sent, without white space; null when the client sent none.</summary>
    public string? Metadata { get; init; }

    /// <summary>The party of a transfer that is outside the ledger; null when there is none.</summary>
    public string? External { get; init; }

    /// <summary>The id of the authorization that this authorization cancels; null when this authorization is no cancellation.</summary>
    public long? ParentId { get; init; }

    public OriginalAuthorization? Original { get; init; }

    /// <summary>The value date that the request named; null means the event date.</summary>
    public DateTimeOffset? ValueDate { get; init; }

    public required DateTimeOffset EventDate { get; init; }
    public decimal CanceledAmount { get; init; }
    public decimal CanceledFee { get; init; }
    public required bool InTimeline { get; init; }
    public required string CorrelationId { get; init; }

    /// <summary>
    /// True when this is a cancellation or a confirmation that named no amount. The value is stored so that a repeat can be told from
    /// another request.
    /// </summary>
    public bool CancelsAll { get; init; }

    /// <summary>True when this is a cancellation that asked for the fee too.</summary>
    public bool CancelsFees { get; init; }

    /// <summary>
    /// The reason why a payment was denied; null for every authorization that was granted. What was denied moved nothing, cannot be
    /// canceled, and keeps its tracking id. A denied cancellation has <see cref="ParentId"/> too.
    /// </summary>
    public LedgerError? Denied { get; init; }

    /// <summary>True when this authorization stands under the tracking id: in a pair only the giving side does.</summary>
    public bool OwnsTrackingId => CounterpartId is null || Impact == BalanceImpact.Debit;

    public bool IsCancellation => ParentId is not null;

    /// <summary>True when this authorization is a hold of hold funds, which their operations may take from.</summary>
    public bool IsHold => Type == AuthorizationType.Hold && ParentId is null;

    /// <summary>True when this authorization holds money, as far as something of it remains: a hold, or a pre-authorization.</summary>
    public bool HoldsMoney => IsHold || IsPreAuthorization;

    /// <summary>True when this authorization waits for its confirmation, as far as something of it remains.</summary>
    public bool IsPreAuthorization => this is { Type: AuthorizationType.PreAuthorization, ParentId: null, Denied: null };

    /// <summary>True when this authorization confirms a pre-authorization, or was asked to and is denied.</summary>
    public bool IsConfirmation => this is { Type: AuthorizationType.Payment, ParentId: null, Original: not null };

    public decimal RemainingAmount => Amount - CanceledAmount;

    public decimal RemainingFee => Fee - CanceledFee;
}

public enum AuthorizationType
{
    Force,
    Transfer,

    /// <summary>
    /// A hold or its release. It moves no money: its impact is on what is available. The canceled amount of a hold is what was released
    /// or transferred out of it.
    /// </summary>
    Hold,

    /// <summary>
    /// A payment of the payment methods: with the outside world, or between two accounts. One with an original is the confirmation of a
    /// pre-authorization.
    /// </summary>
    Payment,

    /// <summary>
    /// A payment that waits for its confirmation, or its cancellation. It moves no money: its impact is on what is available. The
    /// canceled amount of a pre-authorization is what was canceled, and the rest as soon as it is confirmed.
    /// </summary>
    PreAuthorization,
}

/// <summary>
/// Lists the directions in which an operation changes its account's balance. The numbers are those of the wire and of the tables.
/// </summary>
public enum BalanceImpact
{
    Debit = -1,
    None = 0,
    Credit = 1,
}
