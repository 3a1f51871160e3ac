using Npgsql;

namespace ForceOps.Postgres.Writing;

/// <summary>
/// Runs a batch in one transaction: loads and locks, decides in memory, saves and commits. The transaction takes two round trips,
/// whatever the size of the batch. Under READ COMMITTED every statement sees what was committed when the statement began, so that
/// rows read after the locks are current.
/// </summary>
internal sealed class LockingTransaction(WriterCache cache, DelayedSignal signal, WriterOptions options, TimeProvider clock)
{
    private readonly Prefetch _prefetch = new();

    private bool _isGivenUp;

    /// <summary>
    /// The orgs in whose books a waiting operation was seen. A wrong entry costs one more run, and nothing where no operation
    /// waits.
    /// </summary>
    private readonly HashSet<OrgId> _withDelayed = [];

    /// <summary>Set when nobody waits for the batch any longer: what is not sent by then must not be sent.</summary>
    internal bool IsGivenUp { get => Volatile.Read(ref _isGivenUp); set => Volatile.Write(ref _isGivenUp, value); }

    /// <summary>True when a commit was sent and not answered: only then can the fate of the commit be unknown.</summary>
    internal bool Committing { get; set; }

    /// <summary>
    /// Sets every operation's outcome and commits; returns false when the rows belonged to another book or were not enough, and
    /// the batch must run again.
    /// </summary>
    /// <param name="connection">A connection without a transaction.</param>
    /// <param name="batch">The operations, in the order of deciding.</param>
    /// <param name="lockTimeout">The time to wait for each lock, which the connection's session has been told.</param>
    /// <param name="locks">False for a batch of operations that are only accepted for later.</param>
    internal async Task<bool> RunAsync(
        NpgsqlConnection connection, OrgId org, IReadOnlyList<PendingOperation> batch, TimeSpan lockTimeout, bool locks)
    {
        _prefetch.Clear();
        foreach (var pending in batch)
            _prefetch.Add(pending.Operation);
        var book = cache.Books.Of(org);
        var loaded = await BatchLoader.LoadAsync(connection, new LoadRequest(org, book, _prefetch)
        {
            Locks = locks,
            Distributed = options.IsDistributed ? lockTimeout : null,
            LooksForDelayed = _withDelayed.Contains(org),
            Delayed = batch[0].Delayed is null ? [] : [.. batch.Select(pending => pending.Delayed!.Id)],
        });
        if (loaded.Book != book)
        {
            // The org was reset or restored, by any process. The book is read after the locks: a batch that commits after the
            // switch posts to the new book.
            cache.Books.Remember(org, loaded.Book);
            cache.Accounts.RemoveBook(book);
            await RollBackAsync(connection);
            return false;
        }
        if (!loaded.AnyDelayed)
            _withDelayed.Remove(org);
        else if (_withDelayed.Add(org))
        {
            await RollBackAsync(connection);
            return false;
        }
        var (orgRules, orgClock) = await cache.Rules.GetAsync(connection, org, loaded);
        var state = new LedgerState(orgRules, orgClock.At(clock.GetUtcNow()), loaded.FirstId, batch.Count)
        {
            SettledBelow = loaded.SettledBelow,
            Delayed = new DelayedOperations(options.DelayedAfter),
        };
        if (!TryLoad(state, loaded))
        {
            await RollBackAsync(connection);
            return false;
        }
        foreach (var pending in batch)
            pending.Outcome = Decide(state, pending, loaded);
        if (batch[0].IsAllOrNone && Undo(batch))
        {
            await RollBackAsync(connection);
            return true;
        }
        if (state.RecordedCount == 0 && !state.Delayed.HasChanges)
        {
            await RollBackAsync(connection);
            return true;
        }
        Invariant.Holds(state.IdsUsed <= BatchLoader.IdBlock, "a batch stays within its block of ids");
        if (IsGivenUp)
        {
            await RollBackAsync(connection);
            return false;
        }
        Committing = true;
        var began = clock.GetTimestamp();
        await BatchSaver.SaveAndCommitAsync(connection, book, state);
        Committing = false;
        cache.Accounts.AddCommitted(book, state.Accounts);
        WriterTelemetry.Committed(clock.GetElapsedTime(began));
        if (state.Delayed.Accepted.Count > 0)
        {
            _withDelayed.Add(org);
            signal.Set();
        }
        return true;
    }

    /// <summary>
    /// Loads the rows into the ledger state; returns false when an authorization was posted between the batch's lock and the
    /// batch's read: the account of the authorization is not locked, so the batch must begin again.
    /// </summary>
    private bool TryLoad(LedgerState state, LoadedRows loaded)
    {
        foreach (var account in loaded.Accounts)
            state.Load(account);
        foreach (var authorization in loaded.Authorizations)
        {
            if (state.FindAccount(authorization.AccountId) is null && _prefetch.Cancels(authorization))
                return false;
            state.Load(authorization);
        }
        foreach (var change in loaded.HoldChanges)
            state.Load(change);
        foreach (var waiting in loaded.Delayed)
            state.Delayed.Load(waiting);
        return true;
    }

    /// <summary>Decides an operation; returns null for a delayed operation that is gone or claimed by another process.</summary>
    private static Outcome? Decide(LedgerState state, PendingOperation pending, LoadedRows loaded) => pending.Delayed is not { } delayed
        ? Ledger.Decide(state, pending.Operation)
        : loaded.Claimed.Contains(delayed.Id) ? Ledger.Finish(state, delayed) : null;

    /// <summary>
    /// Returns true when an operation of a batch of all or none is refused; the others are then undone. A repeat is refused only when it
    /// differs from what is posted.
    /// </summary>
    private static bool Undo(IReadOnlyList<PendingOperation> batch)
    {
        var isRefused = batch.Any(pending => pending.Outcome is { IsDenial: true } or Outcome.TakenByDelayed);
        foreach (var pending in batch)
            pending.IsUndone = isRefused && pending.Outcome is Outcome.Accepted or Outcome.Delayed;
        return isRefused;
    }

    private static async Task RollBackAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("ROLLBACK", connection);
        await command.ExecuteNonQueryAsync();
    }
}
