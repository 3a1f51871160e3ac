using ForceOps.Postgres.Telemetry;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ForceOps.Postgres.Writing;

/// <summary>
/// Brings a batch to its end whatever happens: runs it again when others were faster, halves it when one of its operations is at
/// fault, looks a lost commit up, and answers every caller exactly once.
/// </summary>
internal sealed partial class BatchRunner(
    NpgsqlDataSource database, WriterMemory memory, DelayedSignal signal, WriterOptions options, TimeProvider clock, ILogger log) : IAsyncDisposable
{
    /// <summary>
    /// A rerun is needed once per other process that was faster with the same row. Ten in a row do not happen by chance: then something
    /// else is wrong, and the caller's retry with the same tracking id is safe.
    /// </summary>
    private const int RunsMax = 10;

    /// <summary>A tenth is still many times what a batch of another process takes.</summary>
    private const int HalvesPerLockTimeout = 10;

    private readonly OptimisticTransaction _optimistic = new(memory, clock);
    private readonly BatchTransaction _transaction = new(memory, signal, options.DelayedAfter, clock);
    private readonly WriterConnection _connection = new(database);

    /// <summary>The batch that this runner is at; its writer fills and clears it.</summary>
    internal List<PendingOperation> Batch { get; } = new(options.BatchLimit);

    internal async Task RunAsync(OrgId org, IReadOnlyList<PendingOperation> batch)
    {
        await RunAsync(org, batch, waitedSince: null);
        // Everybody has an answer: only the next batch waits for this, and gains by it.
        if (memory.Rules.TryGet(org, out var current) && memory.Accounts.WantsRest(current.Book))
            await ReadRestAsync(org, current.Book);
    }

    private async Task ReadRestAsync(OrgId org, BookId book)
    {
        try
        {
            await KnownAccountsReader.ReadAllAsync(await _connection.OpenAsync(options.LockTimeout), book, options.KnownAccountsMax, memory.Accounts);
        }
        catch (Exception error) when (WriterConnection.IsLost(error))
        {
            LogUnavailable(error, org, 0);
            await _connection.DropAsync();
        }
    }

    /// <param name="waitedSince">When a first lock was waited for in vain; null while none was.</param>
    private async Task RunAsync(OrgId org, IReadOnlyList<PendingOperation> batch, long? waitedSince)
    {
        var failure = await TryAsync(org, batch, PatienceAfter(waitedSince), optimistic: waitedSince is null);
        if (failure is null)
        {
            Answers.Give(batch);
            return;
        }
        // Part of them is at fault: halves, until the culprits stand alone.
        var (one, other) = failure switch
        {
            BatchFailure.Operation or BatchFailure.KeyLocked => BatchHalves.InTheMiddle(batch),
            BatchFailure.Locked => BatchHalves.ByRows(batch),
            BatchFailure.RunAgain or BatchFailure.Unavailable => (batch, []),
        };
        if (other.Count == 0)
        {
            await RefuseAsync(org, batch, RefusalFor(failure.Value));
            return;
        }
        if (failure is BatchFailure.Locked or BatchFailure.KeyLocked)
            waitedSince ??= clock.GetTimestamp();
        await RunAsync(org, one, waitedSince);
        await RunAsync(org, other, waitedSince);
    }

    /// <summary>What only a lock keeps from being posted is accepted for later, where the dialect has a word for it.</summary>
    private async Task RefuseAsync(OrgId org, IReadOnlyList<PendingOperation> batch, WriteRefusal refusal)
    {
        var late = refusal == WriteRefusal.Locked ? batch.Where(pending => pending.MayBeDelayed).ToList() : [];
        foreach (var pending in late)
            pending.Delay();
        var accepted = late.Count > 0 && await TryAsync(org, late, options.LockTimeout / HalvesPerLockTimeout, locks: false) is null;
        foreach (var pending in batch)
            pending.Complete(accepted && pending.MayBeDelayed ? pending.Settled : WriteResult.Refused(refusal));
    }

    /// <summary>
    /// All of a batch have waited for the first lock, so its halves wait a tenth, and all of them together once more the timeout: then
    /// whoever still needs a locked row is refused without waiting, and the rest of the org goes on.
    /// </summary>
    private TimeSpan PatienceAfter(long? waitedSince)
    {
        if (waitedSince is not { } since)
            return options.LockTimeout;
        var left = options.LockTimeout - clock.GetElapsedTime(since);
        var tenth = options.LockTimeout / HalvesPerLockTimeout;
        return left <= TimeSpan.Zero ? TimeSpan.FromMilliseconds(1) : left < tenth ? left : tenth;
    }

    private bool MayBeCommitted => _transaction.Committing || _optimistic.Committing;

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static WriteRefusal RefusalFor(BatchFailure failure) => failure switch
    {
        BatchFailure.Unavailable or BatchFailure.RunAgain => WriteRefusal.Unavailable,
        BatchFailure.Locked or BatchFailure.KeyLocked => WriteRefusal.Locked,
        BatchFailure.Operation => WriteRefusal.Failed,
    };

    private async Task<BatchFailure?> TryAsync(
        OrgId org, IReadOnlyList<PendingOperation> batch, TimeSpan lockTimeout, bool locks = true, bool optimistic = false)
    {
        for (var run = 1; ; run++)
        {
            var failure = await TryOnceAsync(org, batch, run, lockTimeout, locks, optimistic && run == 1);
            if (failure is not BatchFailure.RunAgain || run == RunsMax)
                return failure;
            LogRunAgain(org, batch.Count, run);
            WriterTelemetry.RunAgain();
        }
    }

    private async Task<BatchFailure?> TryOnceAsync(
        OrgId org, IReadOnlyList<PendingOperation> batch, int run, TimeSpan lockTimeout, bool locks, bool optimistic)
    {
        // Of an earlier batch: this one may fail before it begins.
        _transaction.Committing = _optimistic.Committing = false;
        try
        {
            var connection = await _connection.OpenAsync(lockTimeout);
            return (optimistic && await _optimistic.TryRunAsync(connection, org, batch)) || await _transaction.RunAsync(connection, org, batch, locks)
                ? null
                : BatchFailure.RunAgain;
        }
        catch (PostgresException error) when (PostgresErrors.Classify(error) != BatchFailure.Unavailable)
        {
            var failure = PostgresErrors.Classify(error);
            if (failure == BatchFailure.Operation && batch.Count == 1)
                LogOperationFailed(error, org);
            if (failure == BatchFailure.Locked && (_transaction.Committing || (_optimistic.Committing && _optimistic.HasLocks)))
                failure = BatchFailure.KeyLocked;
            return await _connection.TryRollBackAsync() ? failure : BatchFailure.Unavailable;
        }
        catch (Exception error) when (WriterConnection.IsLost(error))
        {
            LogUnavailable(error, org, batch.Count);
            await _connection.DropAsync();
            return MayBeCommitted
                ? await LostCommitAsync(batch)
                // Nothing was sent that could be durable. An idle connection may have died long ago: one fresh one is worth a try.
                : run == 1 ? BatchFailure.RunAgain : BatchFailure.Unavailable;
        }
        catch (Exception error)
        {
            // A broken invariant or any other bug. It is not known what state the connection is in, nor the commit if it was under way.
            if (batch.Count == 1)
                LogOperationFailed(error, org);
            await _connection.DropAsync();
            return MayBeCommitted ? await LostCommitAsync(batch) : BatchFailure.Operation;
        }
    }

    /// <summary>
    /// The connection broke while COMMIT was under way. Never guess: the batch runs again, behind the lost one's locks and unique keys,
    /// and finds the tracking ids there or not. The transaction's id would not tell: after a crash another one may get it.
    /// </summary>
    private async Task<BatchFailure> LostCommitAsync(IReadOnlyList<PendingOperation> batch)
    {
        foreach (var pending in batch)
            pending.CommitLost();
        var began = clock.GetTimestamp();
        while (clock.GetElapsedTime(began) < options.CommitLookupTimeout)
        {
            try
            {
                await _connection.OpenAsync(options.LockTimeout);
                return BatchFailure.RunAgain;
            }
            catch (Exception error) when (WriterConnection.IsLost(error))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), clock);
            }
        }
        return BatchFailure.Unavailable;
    }

    [LoggerMessage(LogLevel.Debug, "Batch of {Count} for {Org} runs again after run {Run}: another process was faster")]
    private partial void LogRunAgain(OrgId org, int count, int run);

    [LoggerMessage(LogLevel.Error, "An operation of {Org} could not be written and was refused alone")]
    private partial void LogOperationFailed(Exception error, OrgId org);

    [LoggerMessage(LogLevel.Warning, "The database failed under a batch of {Count} for {Org}")]
    private partial void LogUnavailable(Exception error, OrgId org, int count);
}
