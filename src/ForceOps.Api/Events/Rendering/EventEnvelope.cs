namespace ForceOps.Api.Events.Rendering;

/// <summary>What every event has around its data.</summary>
/// <param name="EventId">The key for dropping duplicates.</param>
/// <param name="Domain">authorization or availables.</param>
/// <param name="EventType">authorization-event, authorization-cancellation-event or change_available.</param>
/// <param name="SchemaVersion">1.</param>
/// <param name="OrgId">TN- and a UUID.</param>
/// <param name="Cid">Of the request that made it.</param>
/// <param name="Timestamp">The event date.</param>
/// <param name="Data">By type.</param>
internal sealed record EventEnvelope<T>(
    Guid EventId, string Domain, string EventType, int SchemaVersion, string OrgId, string Cid, string Timestamp, T Data);
