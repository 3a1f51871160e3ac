using ForceOps.Postgres.Books;
using Npgsql;
using static ForceOps.Postgres.Writing.StatementParameters;

namespace ForceOps.Postgres.Writing;

/// <summary>Holds the statements with which a batch saves what it did to held money. $1 is the book everywhere.</summary>
internal static class SaveHolds
{
    private static readonly string InsertChanges =
        $"""
        INSERT INTO hold_changes (book, hold_id, authorization_id, account_id, change, held, balance, headroom)
        SELECT books.book, row.* FROM books, {Rows(2, 8)} AS row WHERE books.book = $1
        """;

    // I10: what is held now replaces exactly what the batch found; the accounts are locked, so another value is a bug, and no account holds
    // less than nothing. The statement runs after the one that writes balances, which compares the versions and raises them.
    private static readonly string UpdateHeld =
        $"""
        UPDATE accounts SET version = accounts.version + changed.raise,
            held = CASE WHEN accounts.held = changed.loaded THEN changed.held ELSE -1 END
        FROM {Rows(2, 5)} AS changed (id, held, loaded, raise) WHERE book = $1 AND accounts.id = changed.id
        """;

    /// <summary>Adds the statements; a batch without changes of holds gets none.</summary>
    internal static void Save(NpgsqlBatch statements, BookId book, LedgerState state)
    {
        var changes = state.HoldChanges;
        if (changes.Count == 0)
            return;
        var accounts = state.Accounts.Where(account => account.HeldChange != 0).ToList();
        statements.BatchCommands.Add(Statement(
            InsertChanges, book.Value, Column(changes, row => row.HoldId), Column(changes, row => row.AuthorizationId),
            Column(changes, row => row.AccountId), Column(changes, row => row.Change), Column(changes, row => row.Held),
            Column(changes, row => row.Balance), Column(changes, row => row.Headroom)));
        statements.BatchCommands.Add(Statement(
            UpdateHeld, book.Value, Column(accounts, account => account.Id), Column(accounts, account => account.Held),
            Column(accounts, account => account.Held - account.HeldChange),
            // The statement that writes balances has raised it for the balance already.
            Column(accounts, account => BatchSaver.VersionRaise(account) - (BatchSaver.Writes(account) ? 1 : 0))));
    }
}
