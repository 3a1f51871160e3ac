using ForceOps.Postgres.Model;

namespace ForceOps.Postgres;

/// <summary>An authorization with all that followed from it.</summary>
public sealed record AuthorizationDetail(
    AuthorizationRow Authorization, string TrackingId, IReadOnlyList<AuthorizationRow> Cancellations, IReadOnlyList<MovementRow> Movements);
