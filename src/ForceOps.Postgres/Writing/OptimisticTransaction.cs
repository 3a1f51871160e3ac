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
