using ForceOps.Postgres.Schema;
using Npgsql;
using static ForceOps.Postgres.Writing.BooksSaver;

namespace ForceOps.Postgres.Writing;

/// <summary>
/// One round trip instead of two, for batches of plain forces on accounts that this process has seen: decided on what is believed of
/// them, locked, compared, numbered, saved and committed at once. Whatever was believed wrongly fails the whole transaction, and the
/// batch then takes the ordinary way, <see cref="BatchTransaction"/>.
/// </summary>
internal sealed class OptimisticTransaction(WriterMemory memory, TimeProvider clock)
{
    private readonly SortedSet<long> _missing = [];

    /// <summary>Whether the transaction was sent and not answered: it may be committed.</summary>
    internal bool Committing { get; set; }

    /// <summary>True when the batch is committed, with its outcomes set; false when it is not for this way.</summary>
    internal async Task<bool> TryRunAsync(NpgsqlConnection connection, OrgId org, IReadOnlyList<PendingOperation> batch)
    {
        if (!memory.Rules.TryGet(org, out var current) || !memory.Accounts.Suits(current.Book, batch, _missing))
            return false;
        if (_missing.Count > 0 && await KnownAccountsReader.ReadAsync(connection, current.Book, _missing, memory.Accounts) < _missing.Count)
            return false;
        if (memory.Accounts.Decide(current.Book, current.Rules, current.Clock.At(clock.GetUtcNow()), batch) is not { } books)
            return false;
        Invariant.Holds(books.IdsUsed <= BooksLoader.IdBlock, "a batch stays within its block of ids");
        try
        {
            Committing = true;
            var began = clock.GetTimestamp();
            var firstId = await PlainForcesSaver.SaveAndCommitAsync(connection, org, current.Book, current.Version, books);
            Committing = false;
            WriterTelemetry.Committed(clock.GetElapsedTime(began));
            foreach (var pending in batch)
                pending.Outcome = Numbered((Outcome.Accepted)pending.Outcome!, firstId);
        }
        catch
        {
            memory.Accounts.Forget(current.Book, books.Accounts);
            throw;
        }
        memory.Accounts.Confirm(current.Book);
        return true;
    }

    private static Outcome.Accepted Numbered(Outcome.Accepted outcome, long firstId) =>
        outcome with { Authorization = outcome.Authorization with { Id = firstId + outcome.Authorization.Id } };
}

/// <summary>The one round trip of <see cref="OptimisticTransaction"/>: locks, compares, numbers, writes and commits.</summary>
internal static class PlainForcesSaver
{
    /// <summary>The first of the batch's ids.</summary>
    internal static async Task<long> SaveAndCommitAsync(NpgsqlConnection connection, OrgId org, BookId book, long rulesVersion, Books books)
    {
        // In ascending order: this is what locks.
        var accounts = books.Accounts.OrderBy(account => account.Id).ToList();
        var (rows, movements) = (books.Recorded.ToList(), books.Movements);
        // No BEGIN and no COMMIT: a statement that is sent alone is one transaction by itself.
        await using var command = new NpgsqlCommand(SaveStatements.SavePlainForces, connection)
        {
            Parameters =
            {
                Scalar(book.Value), Column(accounts, account => account.Id), Column(accounts, account => account.Balance),
                Column(accounts, account => account.LoadedBalance), Column(accounts, account => account.Version),
                Scalar(org.Value), Scalar(rulesVersion), Scalar(books.EventDate.UtcDateTime),
                Column(rows, row => row.Id), Column(rows, row => row.TrackingId.Text), Column(rows, row => StoredText.Of(row.Channel)),
                Column(rows, row => row.AccountId), Column(rows, row => row.ProcessingCode.Text), Column(rows, row => (short)row.Impact),
                Column(rows, row => row.Amount), Column(rows, row => row.Currency.Code), Column(rows, row => row.Descriptor),
                Column(rows, row => row.Metadata), Column(rows, row => row.InTimeline), Column(rows, row => row.Cid),
                Column(movements, row => row.Id), Column(movements, row => row.AuthorizationId), Column(movements, row => StoredText.Of(row.Kind)),
                Column(movements, row => row.DebitAccount), Column(movements, row => row.CreditAccount), Column(movements, row => row.Amount),
                Column(movements, row => row.DebitBalance), Column(movements, row => row.CreditBalance),
            },
        };
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        var firstId = reader.GetInt64(0);
        // To the end: the commit's error shows only there.
        while (await reader.NextResultAsync())
        {
            // One row is all there is to show.
        }
        return firstId;
    }
}
