using System.Collections.Concurrent;
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
    private int _waiting;
    private int _stops;

    public LedgerWriter(NpgsqlDataSource database, WriterOptions options, DelayedSignal delayed, TimeProvider clock, ILogger<LedgerWriter> log)
    {
        _options = options;
        _log = log;
        _statistics = new TableStatistics(database, log);
        _clock = clock;
        WriterTelemetry.WatchQueue(() => Volatile.Read(ref _waiting));
        var cache = WriterCache.Empty(options);
        for (var i = 0; i < options.Writers; i++)
            _idle.Push(new BatchRunner(database, cache, delayed, options, clock, log));
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
        if (Volatile.Read(ref _stops) > 0)
        {
            // An operation comes after the stop only when the server no longer takes requests.
            Interlocked.Decrement(ref _waiting);
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

    /// <summary>Posts the waiting operations, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        // The code that started the writer stops it, in the right order; the service container disposes the writer once more.
        if (Interlocked.Increment(ref _stops) > 1)
            return;
        while (Volatile.Read(ref _waiting) > 0 || _idle.Count < _options.Writers)
            await Task.Delay(10);
        while (_idle.TryPop(out var runner))
            await runner.DisposeAsync();
    }

    /// <summary>Begins the work on the caller's own thread: a lone posting then waits for no other thread to wake up.</summary>
    private void Work()
    {
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
    }

    private async Task WorkAsync(BatchRunner runner)
    {
        var batch = runner.Batch;
        while (_ready.TryDequeue(out var lane))
        {
            lane.Take(batch, _options.BatchLimit);
            if (batch.Count > 0)
                await RunAsync(runner, lane.Org, batch);
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

    [LoggerMessage(LogLevel.Critical, "A batch of {Org} failed outside of all that was foreseen; what was not answered before is answered as failed")]
    private partial void LogEscaped(Exception error, OrgId org);
}
