namespace ForceOps.Postgres;

/// <summary>Some events in their order.</summary>
/// <param name="Events">All events of the operations looked at, behind the cursor asked for.</param>
/// <param name="Through">Everything up to here was looked at.</param>
/// <param name="HasMore">Whether there is more to look at behind it.</param>
public sealed record EventPage(IReadOnlyList<LedgerEvent> Events, EventCursor Through, bool HasMore);
