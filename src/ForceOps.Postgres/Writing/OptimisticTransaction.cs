using ForceOps.Postgres.Telemetry;
using Npgsql;

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

    /// <summary>Whether the accounts were locked: what is waited for afterwards is a key.</summary>
    internal bool HasLocks { get; private set; }

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
            (Committing, HasLocks) = (true, false);
            var began = clock.GetTimestamp();
            var firstId = await SaveAsync(connection, org, current.Book, books, current.Version);
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

    /// <summary>The first of the batch's ids.</summary>
    private async Task<long> SaveAsync(NpgsqlConnection connection, OrgId org, BookId book, Books books, long rulesVersion)
    {
        // No BEGIN and no COMMIT: what is sent together is one transaction by itself.
        await using var statements = new NpgsqlBatch(connection);
        // First of all, and in ascending order: this is what locks.
        statements.BatchCommands.Add(BooksSaver.Update(book, [.. books.Accounts.OrderBy(account => account.Id)]));
        statements.BatchCommands.Add(new NpgsqlBatchCommand(SaveStatements.TakeIds)
        {
            Parameters = { BooksSaver.Scalar(org.Value), BooksSaver.Scalar(book.Value), BooksSaver.Scalar(rulesVersion) },
        });
        statements.BatchCommands.Add(BooksSaver.InsertPlain(book, books.EventDate, null, [.. books.Recorded]));
        if (books.Movements.Count > 0)
            statements.BatchCommands.Add(BooksSaver.Insert(book, null, books.Movements));
        await using var reader = await statements.ExecuteReaderAsync();
        await reader.NextResultAsync();
        HasLocks = true;
        await reader.ReadAsync();
        var firstId = reader.GetInt64(0);
        // To the end: the error of a later statement, the commit's too, shows only there.
        while (await reader.NextResultAsync())
        {
            // The inserts have no rows to show.
        }
        return firstId;
    }
}
