using ForceOps.Postgres.Model;

namespace ForceOps.Postgres;

/// <summary>A movement with the operation that it belongs to.</summary>
public sealed record AccountMovement(MovementRow Movement, AuthorizationRow Authorization, string TrackingId);
