using System.Collections.Concurrent;
using ForceOps.Postgres.Outage;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ForceOps.Postgres.Writing;

/// <summary>
/// Posts operations. Operations that wait go into one transaction: one flush of the log serves many postings, and no row lock is
/// held over more than two round trips. The writer does not linger: a lone operation goes at once, and while its batch is in
/// flight the next batch gathers.
/// <list type="number">
/// <item>The answer comes only after the commit.</item>
/// <item>Once taken, an operation runs, whether or not its caller still waits.</item>
/// <item>Under one tracking id at most one operation is posted, over all processes on the database.</item>
/// </list>
/// </summary>
public sealed partial class LedgerWriter : IAsyncDisposable
{
    private readonly ConcurrentQueue<OrgQueue> _ready = new();
    private readonly ConcurrentStack<BatchRunner> _idle = new();
    private readonly ConcurrentDictionary<OrgId, OrgQueue> _lanes = new();
    private readonly WriterOptions _options;
    private readonly ILogger _log;
    private readonly TimeProvider _clock;
    private readonly TableStatistics _statistics;
    private readonly Func<BatchRunner> _newRunner;
    private readonly BatchRunner[] _runners;
    private WriterWatch? _watch;
    private int _waiting;
    private int _stops;
    private int _bulks;

    public LedgerWriter(NpgsqlDataSource database, WriterOptions options, DelayedSignal delayed, TimeProvider clock,
        ILogger<LedgerWriter> log)
    {
        _options = options;
        _log = log;
        _statistics = new TableStatistics(database, log);
        _clock = clock;
        WriterTelemetry.WatchQueue(() => Volatile.Read(ref _waiting));
        var cache = WriterCache.Empty(options);
        _newRunner = () => new BatchRunner(database, cache, delayed, options, clock, log) { Watch = _watch };
        _runners = [.. Enumerable.Range(0, options.Writers).Select(_ => _newRunner())];
        _idle.PushRange(_runners);
    }

    /// <summary>The time for which the runner that is busy longest has been busy.</summary>
    internal TimeSpan BusyFor => _runners.Max(runner => runner.BusyFor);

    /// <summary>Begins to bound how long callers wait for a database that does not answer.</summary>
    public void WatchBy(LedgerPulse pulse)
    {
        _watch = WriterWatch.Start(this, pulse, _options, _clock, _log);
        pulse.BecameSilent += _watch.BecameSilent;
        foreach (var runner in _runners)
            runner.Watch = _watch;
    }

    /// <summary>
    /// Posts an operation and waits for the outcome. Nothing cancels the wait: a caller who hangs up is the one who will retry.
    /// </summary>
    public Task<WriteResult> PostAsync(OrgId org, Operation operation)
    {
        if (Interlocked.Increment(ref _waiting) > _options.QueueLimit)
        {
            Interlocked.Decrement(ref _waiting);
            WriterTelemetry.Answered(operation, WriteResult.Refused(WriteRefusal.QueueFull));
            return Task.FromResult(WriteResult.Refused(WriteRefusal.QueueFull));
        }
        if (Volatile.Read(ref _stops) > 0 || _watch is { IsSilent: true } || CallerWait.IsOver)
        {
            // An operation comes after the stop only when the server no longer takes requests. A silent database would only make
            // the caller wait for the same answer. And a caller who has that answer already may be sending the operation again.
            Interlocked.Decrement(ref _waiting);
            WriterTelemetry.Answered(operation, WriteResult.Refused(WriteRefusal.Unavailable));
            return Task.FromResult(WriteResult.Refused(WriteRefusal.Unavailable));
        }
        var pending = new PendingOperation(operation);
        var lane = _lanes.GetOrAdd(org, static org => new OrgQueue(org));
        if (lane.Add(pending))
        {
            _ready.Enqueue(lane);
            Work();
        }
        return pending.Answer;
    }

    /// <summary>
    /// Opens a writer for the many operations of one caller; null when there are as many as there may be, or when this writer stops.
    /// </summary>
    public BulkWriter? OpenBulk(OrgId org)
    {
        if (Interlocked.Increment(ref _bulks) <= _options.BulkRequestsMax && Volatile.Read(ref _stops) == 0)
            return new BulkWriter(org, _newRunner, _options, _clock, _statistics.Count, () => Interlocked.Decrement(ref _bulks));
        Interlocked.Decrement(ref _bulks);
        return null;
    }

    /// <summary>Posts the waiting operations, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        // The code that started the writer stops it, in the right order; the service container disposes the writer once more.
        if (Interlocked.Increment(ref _stops) > 1)
            return;
        while (Volatile.Read(ref _waiting) > 0 || Volatile.Read(ref _bulks) > 0 || _idle.Count < _options.Writers)
            await Task.Delay(10);
        _watch?.Dispose();
        while (_idle.TryPop(out var runner))
            await runner.DisposeAsync();
    }

    /// <summary>
    /// Gives up the batches that have been running for so long: their callers hear that the database is unavailable, and other
    /// runners take the place of theirs. A batch itself goes on to the end of its statement and may be committed by that, since
    /// nothing tells what became of a statement that is not answered; it sends no other one.
    /// </summary>
    internal void GiveUpBatches(TimeSpan busyFor)
    {
        for (var i = 0; i < _runners.Length; i++)
        {
            var runner = _runners[i];
            if (runner.BusyFor is var busy && (busy == TimeSpan.Zero || busy < busyFor) || !runner.TryGiveUp())
                continue;
            LogGivenUp(runner.Batch.Count, runner.Lane!.Org);
            Interlocked.Add(ref _waiting, -runner.Batch.Count);
            Completions.GiveUp(runner.Batch);
            _runners[i] = _newRunner();
            _idle.Push(_runners[i]);
            if (runner.Lane.Release())
                _ready.Enqueue(runner.Lane);
        }
        Work();
    }

    /// <summary>Begins the work on the caller's own thread: a lone posting then waits for no other thread to wake up.</summary>
    private void Work()
    {
        if (_ready.IsEmpty)
            return;
        // A caller's own context would send the batch to other threads at every await.
        var callers = SynchronizationContext.Current;
        if (callers is not null)
            SynchronizationContext.SetSynchronizationContext(null);
        while (!_ready.IsEmpty && _idle.TryPop(out var runner))
        {
            // The work outlives the caller, so it must not carry the caller's trace and log scopes along.
            if (ExecutionContext.IsFlowSuppressed())
            {
                _ = WorkAsync(runner);
                continue;
            }
            using (ExecutionContext.SuppressFlow())
                _ = WorkAsync(runner);
        }
        if (callers is not null)
            SynchronizationContext.SetSynchronizationContext(callers);
    }

    private async Task WorkAsync(BatchRunner runner)
    {
        var batch = runner.Batch;
        while (_ready.TryDequeue(out var lane))
        {
            lane.Take(batch, _options.BatchLimit);
            runner.Begin(lane);
            if (batch.Count > 0)
                await RunAsync(runner, lane.Org, batch);
            if (!runner.TryEnd())
            {
                // The batch was given up, and another runner has this one's place.
                await runner.DisposeAsync();
                return;
            }
            Interlocked.Add(ref _waiting, -batch.Count);
            _statistics.Count(batch.Count);
            batch.Clear();
            if (lane.Release())
                _ready.Enqueue(lane);
        }
        _idle.Push(runner);
        // An org queue that became ready between the last look and the push found no idle runner.
        Work();
    }

    /// <summary>
    /// Runs a batch and catches every error: a writer that dies answers no caller, and nothing in the process would show its
    /// death.
    /// </summary>
    private async Task RunAsync(BatchRunner runner, OrgId org, List<PendingOperation> batch)
    {
        if (_watch is { IsSilent: true })
        {
            // Nothing of this batch has been sent, and so none of it is posted.
            Completions.GiveUp(batch);
            return;
        }
        try
        {
            var began = _clock.GetTimestamp();
            using var span = WriterTelemetry.StartBatch(org, batch);
            await runner.RunAsync(org, batch);
            WriterTelemetry.EndBatch(span, batch, _clock.GetElapsedTime(began));
        }
        catch (Exception error)
        {
            LogEscaped(error, org);
            foreach (var pending in batch)
                pending.Complete(WriteResult.Refused(WriteRefusal.Failed));
        }
    }

    [LoggerMessage(LogLevel.Warning, "A batch of {Count} for {Org} has no answer of the database; its callers are answered, and the batch goes on without them")]
    private partial void LogGivenUp(int count, OrgId org);

    [LoggerMessage(LogLevel.Critical, "A batch of {Org} failed outside of all that was foreseen; what was not answered before is answered as failed")]
    private partial void LogEscaped(Exception error, OrgId org);
}
