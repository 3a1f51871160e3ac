using System.Collections.Concurrent;
using ForceOps.Postgres.Books;
using ForceOps.Postgres.Orgs;
using ForceOps.Postgres.Outage;
using ForceOps.Postgres.Writing;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ForceOps.Postgres.Delayed;

/// <summary>
/// Posts delayed operations once they are due, through the same batches as all other operations. Any number of processes do so on
/// one database: the process that has locked the rows posts the operations and deletes the rows in the same transaction, so that
/// each operation is posted once (I9).
/// </summary>
public sealed partial class DelayedWorker(
    NpgsqlDataSource database, WriterOptions options, DelayedSignal signal, OrgClocks clocks, TimeProvider clock,
    ILogger<DelayedWorker> log) : IAsyncDisposable
{
    /// <summary>
    /// The number of orgs that are worked on at the same time. One org that waits for a lock must not hold the others up, and
    /// each org costs a connection.
    /// </summary>
    private const int OrgsAtOnce = 2;

    /// <summary>
    /// The pause between two looks. It bounds how late this process sees what another process accepted and what has become due
    /// since the last look. Each look costs one small query.
    /// </summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>The pause between two looks at a distributed database, where each look is a query on every server.</summary>
    private static readonly TimeSpan DistributedPollInterval = TimeSpan.FromSeconds(1);

    /// <summary>The pause after a batch, since more operations may be due than the batch could hold.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);

    private readonly TimeSpan _pollInterval = options.IsDistributed ? DistributedPollInterval : PollInterval;
    private readonly DelayedQueue _queue = new(database, options.IsDistributed, clock);
    private readonly DelayedPoster _poster = new(database, options, signal, clock, log);
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;
    private volatile bool _away;
    private int _stops;

    /// <summary>
    /// The callback for a delayed operation that was refused in the end. It is called after the commit, at most once. The event
    /// does not depend on it, since the event is made from the stored row.
    /// </summary>
    public Action<OrgId, Operation, WriteResult>? Denied { get; set; }

    public void Start() => _running = PoolThreads.RunAsync(RunAsync);

    /// <summary>Completes the batches that are under way, and begins no other.</summary>
    public async ValueTask DisposeAsync()
    {
        // The code that started the worker stops it, and may have given up waiting; the service container disposes it once more.
        if (Interlocked.Increment(ref _stops) > 1)
            return;
        await _stopping.CancelAsync();
        await _running;
        await _poster.DisposeAsync();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
                await signal.WaitAsync(await LookAsync(), _stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The waiting operations are stored, and the process that starts next posts them.
        }
    }

    /// <summary>Posts the operations that are due in every org. Returns the time until the next look.</summary>
    private async Task<TimeSpan> LookAsync()
    {
        var looks = new ConcurrentBag<TimeSpan> { _pollInterval };
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = OrgsAtOnce, CancellationToken = _stopping.Token };
        await TryAsync(async () => await Parallel.ForEachAsync(
            await _queue.OrgsAsync(), parallel,
            async (item, _) => await TryAsync(async () => looks.Add(await PostAsync(item.Org, item.Book, item.FirstDueAt)))));
        return looks.Min();
    }

    /// <summary>Runs the work and logs its failure, so that after a failure in one org the other orgs and the loop go on.</summary>
    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
            _away = false;
        }
        catch (Exception error) when (WriterConnection.IsLost(error))
        {
            // The outage is logged once, not four times a second.
            if (!_away)
                LogUnavailable(error);
            _away = true;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogBroken(error);
        }
    }

    private async Task<TimeSpan> PostAsync(OrgId org, BookId book, DateTimeOffset firstDueAt)
    {
        var now = await clocks.NowAsync(org);
        if (firstDueAt > now)
            return firstDueAt - now;
        var due = await _queue.DueAsync(book, now, options.BatchLimit);
        if (due.Count == 0)
            return _pollInterval;
        var results = await _poster.PostAsync(org, due);
        var parked = results.Where(item => item.Result.Refusal is WriteRefusal.Locked or WriteRefusal.Failed).Select(
            item => item.Delayed.Id).ToList();
        if (parked.Count > 0)
            await _queue.ParkAsync(book, parked);
        foreach (var (delayed, result) in results)
            Report(org, delayed, result);
        // When no operation was decided, and not because of a lock, another process works on them or the database is not
        // available.
        return parked.Count == 0 && results.TrueForAll(item => item.Result.Outcome is null) ? _pollInterval : Soon;
    }

    private void Report(OrgId org, DelayedOperation delayed, WriteResult result)
    {
        if (result.Outcome is { IsDenial: true } or Outcome.Accepted { Denial: not null })
            Denied?.Invoke(org, delayed.Operation, result);
        if (result.Outcome is Outcome.Duplicate { Difference: not RequestFields.None })
            LogTaken(delayed.Id, org);
    }

    [LoggerMessage(LogLevel.Warning, "The database cannot be reached; delayed operations wait")]
    private partial void LogUnavailable(Exception error);

    [LoggerMessage(LogLevel.Critical, "Delayed operations could not be looked at; they are looked at again")]
    private partial void LogBroken(Exception error);

    [LoggerMessage(LogLevel.Warning, "The delayed operation {Id} of {Org} is denied: another process posted another one under its tracking id while it was accepted")]
    private partial void LogTaken(long id, OrgId org);
}
