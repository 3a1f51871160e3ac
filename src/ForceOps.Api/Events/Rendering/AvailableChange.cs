namespace ForceOps.Api.Events.Rendering;

/// <summary>The change of the balance that the authorization made; the "Balance changed" event has the same id in its data.</summary>
internal sealed record AvailableChange(Guid Id, string UpdateDatetime);
