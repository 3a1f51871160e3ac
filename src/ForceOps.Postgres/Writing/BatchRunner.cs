using Microsoft.Extensions.Logging;
using Npgsql;

namespace ForceOps.Postgres.Writing;

/// <summary>
/// Brings a batch to its end whatever happens: halves the batch when one of its operations is at fault, accepts for later the
/// operations that a lock keeps from being posted, and answers every caller exactly once.
/// </summary>
internal sealed class BatchRunner(
    NpgsqlDataSource database, WriterCache cache, DelayedSignal signal, WriterOptions options, TimeProvider clock,
    ILogger log) : IAsyncDisposable
{
    private readonly BatchAttempts _tries = new(database, cache, signal, options, clock, log);

    private long _beganAt;
    private int _isBusy;
    private int _silences;

    /// <summary>The batch that this runner runs; the writer fills and clears the list.</summary>
    internal List<PendingOperation> Batch { get; } = new(options.BatchLimit);

    /// <summary>What hears whether the database could be written; null: nobody does.</summary>
    internal WriterWatch? Watch { get; set; }

    /// <summary>The org queue that the batch is from; null while nothing was run yet.</summary>
    internal OrgQueue? Lane { get; private set; }

    /// <summary>
    /// The time since the batch began or, when it runs again, since its last run ended; zero while there is no batch. A run ends
    /// with an answer of the database, so a batch that runs often is not one that has no answer.
    /// </summary>
    internal TimeSpan BusyFor => Volatile.Read(ref _isBusy) == 0
        ? TimeSpan.Zero
        : clock.GetElapsedTime(Math.Max(Volatile.Read(ref _beganAt), _tries.UsedAt));

    internal void Begin(OrgQueue lane)
    {
        Lane = lane;
        _beganAt = clock.GetTimestamp();
        Volatile.Write(ref _isBusy, 1);
    }

    /// <summary>
    /// Ends a batch, for the writer or for its watch, which has given the batch up. It returns true for the first of them: the
    /// batch and its place in the queue are then in the hands of that one alone.
    /// </summary>
    internal bool TryEnd() => Interlocked.Exchange(ref _isBusy, 0) == 1;

    /// <summary>Ends a batch for its watch, and keeps the batch from sending anything else; see <see cref="TryEnd"/>.</summary>
    internal bool TryGiveUp()
    {
        if (!TryEnd())
            return false;
        _tries.GiveUp();
        return true;
    }

    internal async Task RunAsync(OrgId org, IReadOnlyList<PendingOperation> batch)
    {
        if (Watch is { } watch && watch.Silences != _silences)
        {
            // A session that rested during a silence may be dead although the database answers others.
            _silences = watch.Silences;
            await _tries.DropConnectionAsync();
        }
        await RunAsync(org, batch, waitedSince: null);
        // Every caller has an answer: only the next batch waits for the preload, and that batch gains by it.
        if (cache.Rules.TryGet(org, out var current) && cache.Accounts.ShouldPreload(current.Book))
            await _tries.PreloadAsync(org, current.Book);
    }

    /// <param name="waitedSince">The time when the first wait for a lock ended in vain; null when no wait did.</param>
    private async Task RunAsync(OrgId org, IReadOnlyList<PendingOperation> batch, long? waitedSince)
    {
        var failure = await _tries.RunAsync(org, batch, PatienceAfter(waitedSince), optimistic: waitedSince is null);
        if (failure is null)
        {
            Watch?.Succeeded(batch);
            Completions.Resolve(batch);
            return;
        }
        // Some operations are at fault: the batch is halved until the operations at fault stand alone.
        var (item, other) = failure switch
        {
            BatchFailure.Operation or BatchFailure.KeyLocked => BatchHalves.InTheMiddle(batch),
            BatchFailure.Locked => BatchHalves.ByRows(batch),
            BatchFailure.RunAgain or BatchFailure.Unavailable => (batch, []),
        };
        if (other.Count == 0 || batch[0].IsAllOrNone)
        {
            await RefuseAsync(org, batch, failure.Value);
            return;
        }
        if (failure is BatchFailure.Locked or BatchFailure.KeyLocked)
            waitedSince ??= clock.GetTimestamp();
        await RunAsync(org, item, waitedSince);
        await RunAsync(org, other, waitedSince);
    }

    /// <summary>
    /// Refuses the operations. An operation that only a lock keeps from being posted is accepted for later instead, where the
    /// dialect has a word for "later".
    /// </summary>
    private async Task RefuseAsync(OrgId org, IReadOnlyList<PendingOperation> batch, BatchFailure failure)
    {
        var refusal = RefusalFor(failure);
        // A batch that others were faster than, ten times, says nothing about the database.
        if (failure == BatchFailure.Unavailable)
            Watch?.Failed();
        // An operation whose tracking id is held by another transaction may be posted in a moment: accepting the operation once
        // more would promise a second posting.
        var late = failure == BatchFailure.Locked ? batch.Where(pending => pending.MayBeDelayed).ToList() : [];
        foreach (var pending in late)
            pending.Delay();
        var accepted = late.Count > 0 && await _tries.RunAsync(org, late, RetryLimits.Further(options.LockTimeout), locks: false) is null;
        foreach (var pending in batch)
            pending.Resolve(accepted && pending.MayBeDelayed ? pending.Resolution : WriteResult.Refused(refusal));
        Completions.Complete(batch);
    }

    /// <summary>
    /// Returns the time to wait for the next lock. All operations of a batch have waited for the first lock, so each half waits a
    /// tenth, and all halves together wait the timeout once more: after that, an operation that still needs a locked row is
    /// refused without waiting, and the rest of the org goes on.
    /// </summary>
    private TimeSpan PatienceAfter(long? waitedSince)
    {
        if (waitedSince is not { } since)
            return options.LockTimeout;
        var left = options.LockTimeout - clock.GetElapsedTime(since);
        var tenth = RetryLimits.Further(options.LockTimeout);
        return left <= TimeSpan.Zero ? TimeSpan.FromMilliseconds(1) : left < tenth ? left : tenth;
    }

    public ValueTask DisposeAsync() => _tries.DisposeAsync();

    private static WriteRefusal RefusalFor(BatchFailure failure) => failure switch
    {
        BatchFailure.Unavailable or BatchFailure.RunAgain => WriteRefusal.Unavailable,
        BatchFailure.Locked or BatchFailure.KeyLocked => WriteRefusal.Locked,
        BatchFailure.Operation => WriteRefusal.Failed,
    };
}

/// <summary>Cuts a batch in which an operation is at fault. The second half is empty when there is nothing to cut.</summary>
internal static class BatchHalves
{
    /// <summary>Cuts the batch in the middle: when one operation is at fault, any operation may be the one.</summary>
    internal static (IReadOnlyList<PendingOperation> One, IReadOnlyList<PendingOperation> Other) InTheMiddle(
        IReadOnlyList<PendingOperation> batch) =>
        ([.. batch.Take((batch.Count + 1) / 2)], [.. batch.Skip((batch.Count + 1) / 2)]);

    /// <summary>
    /// Cuts the batch between rows: when a row is locked, the operations that need the same rows stay together, since two hundred
    /// callers of one account are one problem.
    /// </summary>
    internal static (IReadOnlyList<PendingOperation> One, IReadOnlyList<PendingOperation> Other) ByRows(
        IReadOnlyList<PendingOperation> batch)
    {
        List<List<PendingOperation>> groups = batch[0].Delayed is null
            ? [.. batch.GroupBy(RowsOf, StringComparer.Ordinal).Select(group => group.ToList())]
            : Connected(batch);
        var half = (groups.Count + 1) / 2;
        return ([.. groups.Take(half).SelectMany(group => group)], [.. groups.Skip(half).SelectMany(group => group)]);
    }

    /// <summary>
    /// Groups delayed operations that share an account, directly or through a third operation: due operations on one account are
    /// posted in the order of acceptance, so a later operation must not go on while an earlier one waits.
    /// </summary>
    private static List<List<PendingOperation>> Connected(IReadOnlyList<PendingOperation> batch)
    {
        var groups = new List<(HashSet<long> Accounts, List<PendingOperation> Operations)>();
        foreach (var pending in batch)
        {
            var (first, second) = pending.Delayed!.Accounts;
            HashSet<long> accounts = [first, second ?? first];
            var met = groups.FindAll(group => group.Accounts.Overlaps(accounts));
            groups.RemoveAll(met.Contains);
            foreach (var group in met)
                accounts.UnionWith(group.Accounts);
            groups.Add((accounts, [.. met.SelectMany(group => group.Operations).Append(pending).OrderBy(item => item.Delayed!.Id)]));
        }
        return groups.ConvertAll(group => group.Operations);
    }

    private static string RowsOf(PendingOperation pending)
    {
        var prefetch = new Prefetch();
        prefetch.Add(pending.Operation);
        return $"{string.Join(' ', prefetch.Accounts)}|{string.Join(
            ' ', prefetch.CanceledIds)}|{string.Join(' ', prefetch.CanceledTrackingIds)}";
    }
}
