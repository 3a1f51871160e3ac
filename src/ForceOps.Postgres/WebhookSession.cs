using ForceOps.Postgres.Model;
using Npgsql;

namespace ForceOps.Postgres;

/// <summary>
/// One connection that holds, as advisory locks, the right to deliver for webhooks, and over which their progress is stored. Who
/// loses the connection loses locks and pen together; a killed process loses both at once, and another one may go on.
/// </summary>
public sealed class WebhookSession : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly SemaphoreSlim _turn = new(1);

    private WebhookSession(NpgsqlConnection connection) => _connection = connection;

    internal static async Task<WebhookSession> OpenAsync(NpgsqlDataSource database)
    {
        var session = new WebhookSession(await database.OpenConnectionAsync());
        // A position that a crash of PostgreSQL takes back means events delivered twice, which at least once allows; the flush is saved for postings.
        await session.RunAsync(new NpgsqlBatchCommand("SET synchronous_commit = off"));
        return session;
    }

    /// <summary>Every webhook with its version, of all orgs.</summary>
    public async Task<IReadOnlyDictionary<(Guid Org, string Name), long>> ListAsync()
    {
        await EnterAsync();
        try
        {
            await using var command = new NpgsqlCommand("SELECT org, name, version FROM webhooks", _connection);
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
            };
            return (bool)(await command.ExecuteScalarAsync())!;
        }
        finally
        {
            _turn.Release();
        }
    }

    public Task UnlockAsync(Guid org, string name) => RunAsync(
        new NpgsqlBatchCommand("SELECT pg_advisory_unlock(hashtextextended($1 || '/' || $2, 0))") { Parameters = { Text(org.ToString()), Text(name) } });

    /// <summary>Stores tries and position together; false when the webhook was changed or removed since, and nothing was stored.</summary>
    public async Task<bool> StoreAsync(
        WebhookRow webhook, EventCursor position, DateTimeOffset? failingSince, IReadOnlyList<WebhookTryRow> tries)
    {
        await EnterAsync();
        try
        {
            // One batch is one transaction. The second statement sees the version only if the first had it.
            await using var batch = new NpgsqlBatch(_connection) { BatchCommands = { WebhookProgress.Move(webhook, position, failingSince) } };
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

    /// <summary>Keeps the tries of the newest events, and every dead one.</summary>
    public Task PruneAsync(WebhookRow webhook, int keep) => RunAsync(
        new NpgsqlBatchCommand(
            """
            DELETE FROM webhook_deliveries WHERE org = $1 AND name = $2 AND NOT dead AND authorization_id < (
                SELECT authorization_id FROM webhook_deliveries WHERE org = $1 AND name = $2
                ORDER BY authorization_id DESC, part DESC, run DESC, attempt DESC OFFSET $3 LIMIT 1)
            """)
        {
            Parameters = { new NpgsqlParameter<Guid> { TypedValue = webhook.Org }, Text(webhook.Name), new NpgsqlParameter<int> { TypedValue = keep } },
        });

    public async ValueTask DisposeAsync()
    {
        // Back in the pool it is reset, which releases the locks.
        await _connection.DisposeAsync();
        _turn.Dispose();
    }

    /// <summary>Whoever comes after the one under whom the connection broke hears of it too.</summary>
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
            await using var batch = new NpgsqlBatch(_connection) { BatchCommands = { statement } };
            await batch.ExecuteNonQueryAsync();
        }
        finally
        {
            _turn.Release();
        }
    }
}
