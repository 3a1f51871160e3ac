using ForceOps.Postgres.Books;
using ForceOps.Postgres.Schema;
using Npgsql;
using static ForceOps.Postgres.Writing.StatementParameters;

namespace ForceOps.Postgres.Writing;

/// <summary>
/// Runs a batch in one round trip instead of two, for batches of simple forces on accounts that this process has seen. The batch
/// is decided on cached accounts; then the accounts are locked and compared, and the batch is numbered, saved and committed, all
/// at once. A wrong cached value fails the whole transaction, and the batch then takes the locking path,
/// <see cref="LockingTransaction"/>.
/// </summary>
internal sealed class OptimisticTransaction(WriterCache cache, TimeProvider clock)
{
    private readonly SortedSet<long> _missing = [];

    private bool _isGivenUp;

    /// <summary>Set when nobody waits for the batch any longer: what is not sent by then must not be sent.</summary>
    internal bool IsGivenUp { get => Volatile.Read(ref _isGivenUp); set => Volatile.Write(ref _isGivenUp, value); }

    /// <summary>True when the transaction was sent and not answered: the transaction may be committed.</summary>
    internal bool Committing { get; set; }

    /// <summary>
    /// Runs the batch; returns true when the batch is committed and its outcomes are set, false when the batch does not suit the
    /// optimistic path.
    /// </summary>
    internal async Task<bool> TryRunAsync(NpgsqlConnection connection, OrgId org, IReadOnlyList<PendingOperation> batch)
    {
        if (!cache.Rules.TryGet(org, out var current) || !cache.Accounts.CanDecide(current.Book, batch, _missing))
            return false;
        if (_missing.Count > 0 && await AccountPreload.ReadAsync(connection, current.Book, _missing, cache.Accounts) < _missing.Count)
            return false;
        if (IsGivenUp || cache.Accounts.Decide(current.Book, current.Rules, current.Clock.At(clock.GetUtcNow()), batch) is not { } state)
            return false;
        Invariant.Holds(state.IdsUsed <= BatchLoader.IdBlock, "a batch stays within its block of ids");
        try
        {
            Committing = true;
            var began = clock.GetTimestamp();
            var firstId = await SimpleForcesSaver.SaveAndCommitAsync(connection, org, current.Book, current.Version, state);
            Committing = false;
            WriterTelemetry.Committed(clock.GetElapsedTime(began));
            foreach (var pending in batch)
                pending.Outcome = Numbered((Outcome.Accepted)pending.Outcome!, firstId);
        }
        catch
        {
            cache.Accounts.Invalidate(current.Book, state.Accounts);
            throw;
        }
        cache.Accounts.Succeeded(current.Book);
        return true;
    }

    private static Outcome.Accepted Numbered(Outcome.Accepted outcome, long firstId) =>
        outcome with { Authorization = outcome.Authorization with { Id = firstId + outcome.Authorization.Id } };
}

/// <summary>Makes the one round trip of <see cref="OptimisticTransaction"/>: locks, compares, numbers, writes and commits.</summary>
internal static class SimpleForcesSaver
{
    // One statement writes all rows of a batch of simple forces: each further statement costs a lone posting a twentieth. Nearly
    // every force is simple (no fee, no original, no value date, no cancellation) and needs a third of the columns less. The ids
    // that travel are relative to the block of ids, which is taken when all accounts are locked and fit; take_ids reads what is
    // current then, which the statement itself cannot, since its snapshot is older than its locks.
    private static readonly string SaveAuthorizations =
        $"""
        WITH updated AS ({SaveStatements.CompareAndSwap}),
        block AS MATERIALIZED (SELECT take_ids($6, $1, $7, (SELECT count(*) FILTER (WHERE fits) = cardinality($2) FROM updated)) AS first),
        authorized AS (
            INSERT INTO authorizations (book, event_date, type, id, tracking_id, channel, account_id, processing_code, impact, amount, currency,
                descriptor, metadata, in_timeline, cid)
            SELECT $1, $8, 'FORCE', first + row.id, tracking_id, channel, account_id, processing_code, impact, amount, currency,
                descriptor, metadata, in_timeline, cid
            FROM block, {Rows(9, 20)} AS row (id, tracking_id, channel, account_id,
                processing_code, impact, amount, currency, descriptor, metadata, in_timeline, cid)),
        """;

    private static readonly string SaveSimpleForces =
        $"""
        {SaveAuthorizations}
        moved AS (
            INSERT INTO movements (book, id, authorization_id, kind, debit_account, credit_account, amount, debit_balance, credit_balance)
            SELECT $1, first + row.id, first + authorization_id, kind, debit_account, credit_account, amount, debit_balance, credit_balance
            FROM block, {Rows(21, 28)} AS row (id, authorization_id, kind, debit_account, credit_account,
                amount, debit_balance, credit_balance))
        SELECT first FROM block
        """;

    // Few accounts have a headroom, and two columns more would be felt by all the others.
    private static readonly string SaveSimpleForcesWithHeadrooms =
        $"""
        {SaveAuthorizations}
        moved AS (
            INSERT INTO movements (book, id, authorization_id, kind, debit_account, credit_account, amount, debit_balance, credit_balance,
                debit_headroom, credit_headroom)
            SELECT $1, first + row.id, first + authorization_id, kind, debit_account, credit_account, amount, debit_balance, credit_balance,
                debit_headroom, credit_headroom
            FROM block, {Rows(21, 30)} AS row (id, authorization_id, kind, debit_account,
                credit_account, amount, debit_balance, credit_balance, debit_headroom, credit_headroom))
        SELECT first FROM block
        """;

    /// <summary>Saves and commits the batch; returns the first of the batch's ids.</summary>
    internal static async Task<long> SaveAndCommitAsync(
        NpgsqlConnection connection, OrgId org, BookId book, long rulesVersion, LedgerState state)
    {
        // The accounts are in ascending order, since the statement locks them in this order.
        var accounts = state.Accounts.OrderBy(account => account.Id).ToList();
        var (rows, movements) = (state.Recorded.ToList(), state.Movements);
        // The command has no BEGIN and no COMMIT: a statement that is sent alone is one transaction by itself.
        var withHeadrooms = accounts.Exists(account => account.Headroom != 0);
        await using var command = new NpgsqlCommand(withHeadrooms ? SaveSimpleForcesWithHeadrooms : SaveSimpleForces, connection)
        {
            Parameters =
            {
                Scalar(book.Value), Column(accounts, account => account.Id), Column(accounts, account => account.Balance),
                Column(accounts, account => account.LoadedBalance), Column(accounts, account => account.Version),
                Scalar(org.Value), Scalar(rulesVersion), Scalar(state.EventDate.UtcDateTime),
                Column(rows, row => row.Id), Column(rows, row => row.TrackingId.Text), Column(rows, row => ColumnText.Of(row.Channel)),
                Column(rows, row => row.AccountId), Column(rows, row => row.ProcessingCode.Text), Column(rows, row => (short)row.Impact),
                Column(rows, row => row.Amount), Column(rows, row => row.Currency.Code), Column(rows, row => row.Descriptor),
                Column(rows, row => row.Metadata), Column(rows, row => row.InTimeline), Column(rows, row => row.CorrelationId),
                Column(movements, row => row.Id), Column(movements, row => row.AuthorizationId),
                Column(movements, row => ColumnText.Of(row.Kind)),
                Column(movements, row => row.DebitAccount), Column(movements, row => row.CreditAccount),
                Column(movements, row => row.Amount),
                Column(movements, row => row.DebitBalance), Column(movements, row => row.CreditBalance),
            },
        };
        if (withHeadrooms)
        {
            command.Parameters.Add(BatchSaver.Headrooms(movements, row => row.DebitHeadroom));
            command.Parameters.Add(BatchSaver.Headrooms(movements, row => row.CreditHeadroom));
        }
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        var firstId = reader.GetInt64(0);
        // The reader is read to the end: the error of the commit shows only there.
        while (await reader.NextResultAsync())
        {
            // The statement has no other row to show.
        }
        return firstId;
    }
}
