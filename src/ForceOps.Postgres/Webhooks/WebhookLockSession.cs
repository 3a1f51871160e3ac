using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Schema;
using Npgsql;

namespace ForceOps.Postgres.Webhooks;

/// <summary>
/// Holds one connection with the advisory locks that give the right to deliver for webhooks. The webhooks' progress is stored
/// over the same connection. A process that loses the connection therefore loses the locks and the means to store progress
/// together. A killed process loses both at once, and another process may go on.
/// </summary>
public sealed class WebhookLockSession : IAsyncDisposable
{
    /// <summary>
    /// The time for one statement, in seconds. The session's statements touch a few rows by key; one that takes longer has a dead
    /// connection, and with the others' two minutes no webhook would be delivered for so long.
    /// </summary>
    private const int TimeoutSeconds = 10;

    private readonly NpgsqlConnection _connection;
    private readonly SemaphoreSlim _turn = new(1);

    private WebhookLockSession(NpgsqlConnection connection) => _connection = connection;

    internal static async Task<WebhookLockSession> OpenAsync(NpgsqlDataSource database)
    {
        var session = new WebhookLockSession(await database.OpenConnectionAsync());
        // When a crash of PostgreSQL takes back a position, events are delivered twice, which at-least-once delivery allows. The
        // flush of the log is saved for postings.
        await session.RunAsync(new NpgsqlBatchCommand("SET synchronous_commit = off"));
        return session;
    }

    /// <summary>Reads every webhook of all orgs that is not switched off, with its version.</summary>
    public async Task<IReadOnlyDictionary<(Guid Org, string Name), long>> ListAsync()
    {
        await EnterAsync();
        try
        {
            await using var command = new NpgsqlCommand("SELECT org, name, version FROM webhooks WHERE off_since IS NULL AND paused_since IS NULL", _connection)
            {
                CommandTimeout = TimeoutSeconds,
            };
            await using var reader = await command.ExecuteReaderAsync();
            var webhooks = new Dictionary<(Guid, string), long>();
            while (await reader.ReadAsync())
                webhooks.Add((reader.GetGuid(0), reader.GetString(1)), reader.GetInt64(2));
            return webhooks;
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task<bool> TryLockAsync(Guid org, string name)
    {
        await EnterAsync();
        try
        {
            await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock(hashtextextended($1 || '/' || $2, 0))", _connection)
            {
                Parameters = { Text(org.ToString()), Text(name) },
                CommandTimeout = TimeoutSeconds,
            };
            return (bool)(await command.ExecuteScalarAsync())!;
        }
        finally
        {
            _turn.Release();
        }
    }

    public Task UnlockAsync(Guid org, string name) => RunAsync(
        new NpgsqlBatchCommand("SELECT pg_advisory_unlock(hashtextextended($1 || '/' || $2, 0))") { Parameters = { Text(org.ToString()),
            Text(name) } });

    /// <summary>
    /// Stores tries and position together. Returns false when the webhook was changed or removed meanwhile; then nothing was
    /// stored.
    /// </summary>
    public async Task<bool> StoreAsync(
        WebhookRow webhook, EventCursor position, DateTimeOffset? failingSince, IReadOnlyList<WebhookTryRow> tries)
    {
        await EnterAsync();
        try
        {
            // One batch is one transaction. The second statement finds the webhook's version only if the first statement found
            // it.
            await using var batch = new NpgsqlBatch(
                _connection) { BatchCommands = { WebhookProgress.Move(webhook, position, failingSince) }, Timeout = TimeoutSeconds };
            if (tries.Count > 0)
                batch.BatchCommands.Add(WebhookProgress.Insert(webhook, tries));
            await batch.ExecuteNonQueryAsync();
            return batch.BatchCommands[0].RecordsAffected > 0;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Switches a webhook off, unless it was changed meanwhile.</summary>
    public Task SwitchOffAsync(WebhookRow webhook, DateTimeOffset since) => RunAsync(
        new NpgsqlBatchCommand("UPDATE webhooks SET off_since = $4 WHERE org = $1 AND name = $2 AND version = $3")
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = webhook.Org }, Text(webhook.Name),
                new NpgsqlParameter<long> { TypedValue = webhook.Version },
                new NpgsqlParameter<DateTime> { TypedValue = since.UtcDateTime },
            },
        });

    /// <summary>
    /// Removes old tries. The tries of the newest events stay (at least <paramref name="keep"/> tries), and so does every dead
    /// try.
    /// </summary>
    public Task PruneAsync(WebhookRow webhook, int keep) => RunAsync(
        new NpgsqlBatchCommand(
            """
            DELETE FROM webhook_deliveries WHERE org = $1 AND name = $2 AND NOT dead AND authorization_id < (
                SELECT authorization_id FROM webhook_deliveries WHERE org = $1 AND name = $2
                ORDER BY authorization_id DESC, part DESC, run DESC, attempt DESC OFFSET $3 LIMIT 1)
            """)
        {
            Parameters = { new NpgsqlParameter<Guid> { TypedValue = webhook.Org }, Text(webhook.Name),
                new NpgsqlParameter<int> { TypedValue = keep } },
        });

    public async ValueTask DisposeAsync()
    {
        // The pool resets a returned connection, which releases the locks.
        await _connection.DisposeAsync();
        _turn.Dispose();
    }

    /// <summary>
    /// Waits for the caller's turn on the connection. It throws when the connection is lost, so that callers that come after the
    /// loss learn of it too.
    /// </summary>
    private async Task EnterAsync()
    {
        await _turn.WaitAsync();
        if (_connection.State == System.Data.ConnectionState.Open)
            return;
        _turn.Release();
        throw new NpgsqlException("the session's connection is lost, and its locks with it");
    }

    private static NpgsqlParameter<string> Text(string text) => new() { TypedValue = text };

    private async Task RunAsync(NpgsqlBatchCommand statement)
    {
        await EnterAsync();
        try
        {
            await using var batch = new NpgsqlBatch(_connection) { BatchCommands = { statement }, Timeout = TimeoutSeconds };
            await batch.ExecuteNonQueryAsync();
        }
        finally
        {
            _turn.Release();
        }
    }
}

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
            new NpgsqlParameter<Guid> { TypedValue = webhook.Org }, Text(webhook.Name),
            new NpgsqlParameter<long> { TypedValue = webhook.Version },
            new NpgsqlParameter<long> { TypedValue = position.AuthorizationId }, new NpgsqlParameter<int> { TypedValue = position.Part },
            new NpgsqlParameter { Value = (object?)failingSince?.UtcDateTime ?? DBNull.Value,
                NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz },
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
            new NpgsqlParameter<Guid> { TypedValue = webhook.Org }, Text(webhook.Name),
            new NpgsqlParameter<long> { TypedValue = webhook.Version },
            new NpgsqlParameter<int> { TypedValue = webhook.Run },
            Column(rows, row => row.AuthorizationId), Column(rows, row => row.Part), Column(rows, row => row.Attempt),
            Column(rows, row => row.EventId),
            Column(rows, row => row.EventType), Column(rows, row => row.Status), Column(rows, row => row.Error),
            Column(rows, row => row.At.UtcDateTime),
            // The type is named, since Npgsql takes a column that begins with a null for times without a zone.
            new NpgsqlParameter<DateTime?[]>
            {
                TypedValue = [.. rows.Select(row => row.NextAt?.UtcDateTime)],
                NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.TimestampTz,
            },
            Column(rows, row => row.Dead),
        },
    };

    private static NpgsqlParameter<string> Text(string text) => new() { TypedValue = text };

    private static NpgsqlParameter<T[]> Column<T>(IEnumerable<WebhookTryRow> rows, Func<WebhookTryRow, T> value) =>
        new() { TypedValue = [.. rows.Select(value)] };
}
