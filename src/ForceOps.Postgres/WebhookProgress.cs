using ForceOps.Postgres.Model;
using Npgsql;

namespace ForceOps.Postgres;

/// <summary>The two statements that store how far a webhook is. Both touch nothing when it was changed or removed since.</summary>
internal static class WebhookProgress
{
    internal static NpgsqlBatchCommand Move(WebhookRow webhook, EventCursor position, DateTimeOffset? failingSince) => new(
        """
        UPDATE webhooks SET position_id = $4, position_part = $5, failing_since = $6 WHERE org = $1 AND name = $2 AND version = $3
        """)
    {
        Parameters =
        {
            new NpgsqlParameter<Guid> { TypedValue = webhook.Org }, Text(webhook.Name), new NpgsqlParameter<long> { TypedValue = webhook.Version },
            new NpgsqlParameter<long> { TypedValue = position.AuthorizationId }, new NpgsqlParameter<int> { TypedValue = position.Part },
            new NpgsqlParameter { Value = (object?)failingSince?.UtcDateTime ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz },
        },
    };

    internal static NpgsqlBatchCommand Insert(WebhookRow webhook, IReadOnlyList<WebhookTryRow> rows) => new(
        """
        INSERT INTO webhook_deliveries (org, name, run, authorization_id, part, attempt, event_id, event_type, status, error, at, next_at, dead)
        SELECT $1, $2, $4, * FROM unnest($5, $6, $7, $8, $9, $10, $11, $12, $13, $14) AS tried
        WHERE EXISTS (SELECT FROM webhooks WHERE org = $1 AND name = $2 AND version = $3)
        ON CONFLICT DO NOTHING
        """)
    {
        Parameters =
        {
            new NpgsqlParameter<Guid> { TypedValue = webhook.Org }, Text(webhook.Name), new NpgsqlParameter<long> { TypedValue = webhook.Version },
            new NpgsqlParameter<int> { TypedValue = webhook.Run },
            Column(rows, row => row.AuthorizationId), Column(rows, row => row.Part), Column(rows, row => row.Attempt), Column(rows, row => row.EventId),
            Column(rows, row => row.EventType), Column(rows, row => row.Status), Column(rows, row => row.Error), Column(rows, row => row.At.UtcDateTime),
            // Named, since Npgsql takes a column that begins with a null for times without a zone.
            new NpgsqlParameter<DateTime?[]>
            {
                TypedValue = [.. rows.Select(row => row.NextAt?.UtcDateTime)],
                NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.TimestampTz,
            },
            Column(rows, row => row.Dead),
        },
    };

    private static NpgsqlParameter<string> Text(string text) => new() { TypedValue = text };

    private static NpgsqlParameter<T[]> Column<T>(IEnumerable<WebhookTryRow> rows, Func<WebhookTryRow, T> value) => new() { TypedValue = [.. rows.Select(value)] };
}
