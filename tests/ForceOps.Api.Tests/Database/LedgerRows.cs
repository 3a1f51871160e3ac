using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;
using Npgsql;

namespace ForceOps.Api.Tests.Database;

/// <summary>
/// Right rows to start from: a force of 10 with a fee of 1 and its two movements, on accounts 1 and 2 of an org of its own.
/// </summary>
public sealed class LedgerRows(SharedService shared) : IAsyncLifetime
{
    public const string Org = "11111111-1111-1111-1111-111111111111";

    /// <summary>A book that no org has.</summary>
    public const string Spare = "33333333-3333-3333-3333-333333333333";

    public string Database { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Database = await shared.Postgres.CreateDatabaseAsync();
        await Sql.ExecuteAsync(
            Database,
            $"""
            INSERT INTO books (book, created_at) VALUES ('{Org}', now()), ('{Spare}', now());
            INSERT INTO orgs (org, book, currency, created_at) VALUES ('{Org}', '{Org}', 'USD', now());
            INSERT INTO processing_codes (book, code, impact) VALUES ('{Org}', '090907', 1);
            INSERT INTO accounts (book, id, kind, currency, opened_at) VALUES ('{Org}', 1, 'customer', 'USD', now()), ('{Org}', 2, 'customer', 'USD', now());
            INSERT INTO authorizations (book, id, tracking_id, type, channel, account_id, processing_code, impact, amount, fee, currency, event_date, in_timeline, cid)
            VALUES ('{Org}', 1, 'first', 'FORCE', 'pismo', 1, '090907', 1, 10, 1, 'USD', now(), true, '');
            INSERT INTO movements (book, id, authorization_id, kind, debit_account, credit_account, amount, credit_balance) VALUES ('{Org}', 2, 1, 'principal', -1, 1, 10, 10);
            """);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>What the database says to the statement, which is rolled back if it says nothing; null then.</summary>
    public Task<PostgresException?> TryAsync(string sql) => TryAsync(sql, Database);

    /// <summary>The same as another user.</summary>
    public async Task<PostgresException?> TryAsync(string sql, string database)
    {
        await using var connection = await Sql.OpenAsync(database);
        await using var transaction = await connection.BeginTransactionAsync();
        try
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            await command.ExecuteNonQueryAsync();
            return null;
        }
        catch (PostgresException refusal)
        {
            return refusal;
        }
    }
}
