using ForceOps.Postgres.Books;
using Npgsql;

namespace ForceOps.Postgres.Writing;

/// <summary>
/// Lets the ledger decide about a force and posts nothing. The card dialects ask it before they decline a sale, since the ledger's
/// own refusals (no such merchant, wrong currency) come before a decline. It loads what a batch loads, by the same statements, so
/// that the two cannot come to decide differently; it locks nothing.
/// </summary>
public sealed class TrialDecisions(NpgsqlDataSource database, WriterOptions options, TimeProvider clock)
{
    private readonly RulesCache _rules = new(options.OpenOnFirstUse);

    /// <summary>
    /// Returns the refusal that the force would get now; null when it would be posted, or when its tracking id is in use.
    /// </summary>
    public async Task<Outcome.Rejected?> RefusalOfAsync(OrgId org, Force force)
    {
        await using var connection = await database.OpenConnectionAsync();
        var loaded = await LoadAsync(connection, org, BookId.FirstOf(org), force);
        if (loaded.Book != BookId.FirstOf(org))
            loaded = await LoadAsync(connection, org, loaded.Book, force);
        var (rules, orgClock) = await _rules.GetAsync(connection, org, loaded);
        var state = new LedgerState(rules, orgClock.At(clock.GetUtcNow()), loaded.FirstId);
        loaded.Accounts.ForEach(state.Load);
        loaded.Authorizations.ForEach(state.Load);
        return Ledger.Decide(state, force) as Outcome.Rejected;
    }

    private async Task<LoadedRows> LoadAsync(NpgsqlConnection connection, OrgId org, BookId book, Force force)
    {
        var prefetch = new Prefetch();
        prefetch.Add(force);
        var loaded = await BatchLoader.LoadAsync(connection, new LoadRequest(org, book, prefetch)
        {
            Locks = false,
            Delayed = [],
            Distributed = options.IsDistributed ? options.LockTimeout : null,
            WaitsForCopy = false,
        });
        // The loader has begun a transaction.
        await using var end = new NpgsqlCommand("ROLLBACK", connection);
        await end.ExecuteNonQueryAsync();
        return loaded;
    }
}
