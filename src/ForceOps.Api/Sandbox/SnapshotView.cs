using ForceOps.Postgres.Model;

namespace ForceOps.Api.Sandbox;

/// <summary>A snapshot and what is in it.</summary>
internal sealed record SnapshotView(string Name, DateTime CreatedAt, long Accounts, long Authorizations, long Movements)
{
    internal static SnapshotView Of(SnapshotRow row) => new(row.Name, row.CreatedAt.UtcDateTime, row.Accounts, row.Authorizations, row.Movements);
}
