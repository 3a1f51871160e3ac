using Npgsql;

namespace ForceOps.Postgres.Writing;

/// <summary>
/// One transaction: load and lock, decide in memory, save and commit. Two round trips, whatever the size of the batch.
/// READ COMMITTED: every statement sees what was committed when it began, so that what is read after the locks is current.
/// </summary>
internal sealed class BatchTransaction(KnownBooks known, KnownAccounts accounts, RulesCache rules, TimeProvider clock)
{
    private readonly Needs _needs = new();

    /// <summary>Whether a commit was sent and not answered: the only time when its fate can be unknown.</summary>
    internal bool Committing { get; set; }

    /// <summary>Sets every operation's outcome and commits; false when the rows were of another book or not enough, and the batch must run again.</summary>
    internal async Task<bool> RunAsync(NpgsqlConnection connection, OrgId org, IReadOnlyList<PendingOperation> batch)
    {
        _needs.Clear();
        foreach (var pending in batch)
            _needs.Add(pending.Operation);
        var book = known.Of(org);
        var loaded = await BooksLoader.LoadAsync(connection, org, book, _needs);
        if (loaded.Book != book)
        {
            // Reset or restored, by whatever process. Read after the locks: what commits after the switch posts to the new book.
            known.Remember(org, loaded.Book);
            accounts.Leave(book);
            await EndAsync(connection, "ROLLBACK");
            return false;
        }
        var books = new Books(await rules.GetAsync(connection, org, loaded), clock.GetUtcNow(), loaded.FirstId)
        {
            SettledBelow = loaded.SettledBelow,
        };
        foreach (var account in loaded.Accounts)
            books.Load(account);
        foreach (var authorization in loaded.Authorizations)
        {
            // Posted between our lock and our look: its account is not locked, so this batch must begin again.
            if (books.FindAccount(authorization.AccountId) is null && _needs.Cancels(authorization))
            {
                await EndAsync(connection, "ROLLBACK");
                return false;
            }
            books.Load(authorization);
        }
        foreach (var pending in batch)
            pending.Outcome = Ledger.Decide(books, pending.Operation);
        if (books.RecordedCount == 0)
        {
            await EndAsync(connection, "ROLLBACK");
            return true;
        }
        Invariant.Holds(books.IdsUsed <= BooksLoader.IdBlock, "a batch stays within its block of ids");
        Committing = true;
        await BooksSaver.SaveAndCommitAsync(connection, book, books);
        Committing = false;
        accounts.Learn(book, books.Accounts);
        return true;
    }

    private static async Task EndAsync(NpgsqlConnection connection, string how)
    {
        await using var command = new NpgsqlCommand(how, connection);
        await command.ExecuteNonQueryAsync();
    }
}
