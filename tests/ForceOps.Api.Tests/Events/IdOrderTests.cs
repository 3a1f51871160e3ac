using ForceOps.Api.Tests.Service;
using Npgsql;

namespace ForceOps.Api.Tests.Events;

/// <summary>
/// Why events stand in the order of ids and not of transaction ids: what the database does with two batches that meet at an account.
/// </summary>
public sealed class IdOrderTests(SharedService shared)
{
    [Fact]
    public async Task Of_two_transactions_the_one_with_the_higher_transaction_id_may_be_first_at_an_account_but_ids_tell()
    {
        TestPostgres.SkipOnCluster(shared.Service.Database, "each of its servers has transaction ids of its own");
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/accounts", """{"from":1,"to":3}""");
        await using var blocker = await BeginAsync();
        await using var early = await BeginAsync();
        await using var late = await BeginAsync();
        await LockAsync(blocker, tenant.Org, 2);
        var waiting = LockAsync(early, tenant.Org, 1, 2, 3);
        while (await ScalarAsync<long>(late, "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'") == 0)
            await Task.Delay(5);
        await LockAsync(late, tenant.Org, 3);
        var (lateXid, lateId) = await TakeAsync(late);
        await ExecuteAsync(late, "COMMIT");
        await ExecuteAsync(blocker, "ROLLBACK");
        await waiting;
        var (earlyXid, earlyId) = await TakeAsync(early);
        await ExecuteAsync(early, "ROLLBACK");

        // At account 3 the late one was first.
        Assert.True(lateXid > earlyXid);
        Assert.True(lateId < earlyId);
    }

    private async Task<NpgsqlConnection> BeginAsync()
    {
        var connection = new NpgsqlConnection(shared.Service.Database);
        await connection.OpenAsync();
        await ExecuteAsync(connection, "BEGIN");
        return connection;
    }

    private static async Task<(decimal Xid, long Id)> TakeAsync(NpgsqlConnection connection) =>
        (await ScalarAsync<decimal>(connection, "SELECT pg_current_xact_id()::text::numeric"),
            await ScalarAsync<long>(connection, "SELECT nextval('ledger_ids')"));

    private static Task LockAsync(NpgsqlConnection connection, string org, params long[] accounts) => ExecuteAsync(
        connection, $"SELECT 1 FROM accounts WHERE book = '{org[
            3..]}' AND id IN ({string.Join(',', accounts)}) ORDER BY id FOR NO KEY UPDATE");

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<T> ScalarAsync<T>(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
