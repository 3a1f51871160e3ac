using ForceOps.Postgres.Model;

namespace ForceOps.Postgres;

/// <summary>One event, as the rows that it is told from. Nothing of it is stored a second time.</summary>
/// <param name="Org">Whose.</param>
/// <param name="Cursor">Where it stands among the org's events.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="AccountId">Whose account it is about.</param>
/// <param name="TrackingId">Of the operation; the second side of a transfer does not hold it itself.</param>
public sealed record LedgerEvent(OrgId Org, EventCursor Cursor, EventKind Kind, long AccountId, string TrackingId)
{
    /// <summary>The authorization whose account the event is about; null with a denial.</summary>
    public AuthorizationRow? Authorization { get; init; }

    /// <summary>
    /// The movement that changed the balance; with an authorization the one of its amount, not of its fee. Null with an authorization
    /// that has no impact, and with a denial.
    /// </summary>
    public MovementRow? Movement { get; init; }

    public DenialRow? Denial { get; init; }

    /// <summary>With a denial: what was refused.</summary>
    public Operation? Denied { get; init; }
}
