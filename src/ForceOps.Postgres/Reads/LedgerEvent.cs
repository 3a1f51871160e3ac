using ForceOps.Postgres.Schema;

namespace ForceOps.Postgres.Reads;

/// <summary>Holds one event, as the rows from which it is made. Nothing of an event is stored a second time.</summary>
/// <param name="Cursor">The event's place among the org's events.</param>
/// <param name="AccountId">The account that the event is about.</param>
/// <param name="TrackingId">
/// The operation's tracking id, which the row of a transfer's second side does not hold; empty for a change of status.
/// </param>
public sealed record LedgerEvent(OrgId Org, EventCursor Cursor, EventKind Kind, long AccountId, string TrackingId)
{
    /// <summary>The authorization whose account the event is about; null with a denial and with a change of status.</summary>
    public AuthorizationRow? Authorization { get; init; }

    /// <summary>
    /// The movement that the event is about. With an authorization, it is the movement of the amount, not of the fee. It is null
    /// with an authorization that has no impact, with a denial and with a change of status.
    /// </summary>
    public MovementRow? Movement { get; init; }

    /// <summary>True for a line of the timeline, or a payment's cancellation, that cancels less than the whole original.</summary>
    public bool IsPartialCancellation { get; init; }

    /// <summary>What the authorization changed of what is held; null when it changed nothing, and with an event of a movement.</summary>
    public HeldChange? Held { get; init; }

    public DenialRow? Denial { get; init; }

    public StatusChangeRow? StatusChange { get; init; }

    public NetworkAuthorizationRow? Network { get; init; }

    /// <summary>The correlation id of the request that caused the event; every event is made from one of these rows.</summary>
    public string Cid => Authorization?.Cid ?? Denial?.Cid ?? StatusChange?.Cid ?? Network!.Cid;

    public DateTimeOffset EventDate =>
        Authorization?.EventDate ?? Denial?.EventDate ?? StatusChange?.EventDate ?? Network!.EventDate;

    /// <summary>The operation that was denied; null when the event is no denial.</summary>
    public Operation? Denied { get; init; }
}

/// <summary>Holds a page of events in their order.</summary>
/// <param name="Events">All events of the operations read, behind the cursor asked for.</param>
/// <param name="Through">The cursor up to which everything was read.</param>
/// <param name="HasMore">True when there is more to read behind <see cref="Through"/>.</param>
public sealed record EventPage(IReadOnlyList<LedgerEvent> Events, EventCursor Through, bool HasMore);

/// <summary>Lists what an event can tell about a posting or an account.</summary>
public enum EventKind
{
    /// <summary>A force was posted, or one side of a transfer.</summary>
    AuthorizationCreated,

    /// <summary>A cancellation of a force was posted, or one side of a cancellation of a transfer.</summary>
    AuthorizationCanceled,

    /// <summary>A delayed operation was refused in the end.</summary>
    AuthorizationDenied,

    /// <summary>A payment or its cancellation was granted or denied, on one account.</summary>
    PlatformAuthorization,

    /// <summary>One movement changed the balance of one account of a customer or merchant.</summary>
    BalanceChanged,

    /// <summary>One movement touched the account of a customer or merchant: a transaction, in Pismo's word.</summary>
    TransactionCreated,

    /// <summary>One movement is a line of the account's timeline, since the operation was not asked to stay out of it.</summary>
    TimelineLine,

    /// <summary>An account got another status, or its status another reason.</summary>
    StatusChanged,

    /// <summary>A card network gave an authorization, which a force may name.</summary>
    NetworkAuthorized,
}
