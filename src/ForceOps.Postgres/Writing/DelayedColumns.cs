using ForceOps.Postgres.Delayed;
using Npgsql;

namespace ForceOps.Postgres.Writing;

/// <summary>The columns of a delayed operation that the rules need, and how a row becomes one.</summary>
internal static class DelayedColumns
{
    internal const string List = "id, operation, account_id, other_account_id, accepted_at, due_at";

    internal static DelayedOperation Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), OperationJson.Read(row.GetString(1)), new TouchedAccounts(row.GetInt64(2), row.IsDBNull(3) ? null : row.GetInt64(3)),
        row.GetFieldValue<DateTimeOffset>(4), row.GetFieldValue<DateTimeOffset>(5));
}
