namespace ForceOps.Postgres.Writing;

/// <summary>
/// Posts the many operations of one caller in their order, on connections of its own: they do not stand before the callers that wait in
/// the queue. Forces go over two connections, each account always over the same one; whatever else is asked for waits until
/// all before it is done, and goes alone.
/// </summary>
public sealed class BulkWriter : IAsyncDisposable
{
    /// <summary>
    /// The largest number of operations in one transaction: four ids for each fit a block of ids. It is also the largest number that can be
    /// posted all or none.
    /// </summary>
    public const int BatchMax = 500;

    /// <summary>How many times the answer timeout a batch may take before its caller is told that the database is unavailable.</summary>
    private const int PatienceFactor = 2;

    private readonly OrgId _org;
    private readonly BatchRunner[] _runners;
    private readonly Task[] _before;
    private readonly WriterOptions _options;
    private readonly TimeProvider _clock;
    private readonly Action _closed;
    private readonly Action<int> _posted;
    private bool _isBroken;

    internal BulkWriter(
        OrgId org, Func<BatchRunner> newRunner, WriterOptions options, TimeProvider clock, Action<int> posted, Action closed)
    {
        (_org, _options, _clock, _posted, _closed) = (org, options, clock, posted, closed);
        _runners = [newRunner(), newRunner()];
        _before = [Task.CompletedTask, Task.CompletedTask];
    }

    /// <summary>
    /// Posts the operations behind all that was posted before; the task ends with all results, in the order of the
    /// operations. Each operation has its own end. The next call need not wait for the task of this one.
    /// </summary>
    public Task<IReadOnlyList<WriteResult>> PostAsync(IReadOnlyList<Operation> operations)
    {
        PendingOperation[] all = [.. operations.Select(operation => new PendingOperation(operation))];
        if (!operations.All(operation => operation is Force { Original: null, Delay: null }))
            return ResultsAsync(all, RunAloneAsync(all));
        for (var lane = 0; lane < _runners.Length; lane++)
        {
            var runner = lane;
            PendingOperation[] own = [.. all.Where(one => LaneOf((Force)one.Operation) == runner)];
            if (own.Length > 0)
                _before[lane] = RunAsync(_before[lane], _runners[lane], own);
        }
        return ResultsAsync(all, Task.WhenAll(_before));
    }

    /// <summary>
    /// Posts all operations in one transaction, or none of them. When one is refused, those that were not refused themselves have neither
    /// an outcome nor a refusal. A repeat of what is posted already counts as posted.
    /// </summary>
    /// <param name="operations">At most <see cref="BatchMax"/>.</param>
    public Task<IReadOnlyList<WriteResult>> PostAllOrNoneAsync(IReadOnlyList<Operation> operations)
    {
        PendingOperation[] all = [.. operations.Select(operation => new PendingOperation(operation) { IsAllOrNone = true })];
        return ResultsAsync(all, RunAloneAsync(all));
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_before);
        foreach (var runner in _runners)
            await runner.DisposeAsync();
        _closed();
    }

    private int LaneOf(Force force) => (int)(force.AccountId % _runners.Length);

    private Task RunAloneAsync(PendingOperation[] operations)
    {
        var run = RunAsync(Task.WhenAll(_before), _runners[0], operations);
        Array.Fill(_before, run);
        return run;
    }

    private async Task RunAsync(Task before, BatchRunner runner, PendingOperation[] operations)
    {
        await before;
        foreach (var batch in operations.Chunk(BatchMax))
        {
            var run = _isBroken ? Task.FromException(new TimeoutException()) : runner.RunAsync(_org, batch);
            try
            {
                await run.WaitAsync(_options.AnswerTimeout * PatienceFactor, _clock);
                _posted(batch.Length);
            }
            catch (TimeoutException)
            {
                // Nothing tells what becomes of a statement that is not answered. What comes later must not overtake it.
                _isBroken = true;
                foreach (var pending in batch)
                    pending.Complete(WriteResult.Refused(WriteRefusal.Unavailable));
            }
        }
    }

    private static async Task<IReadOnlyList<WriteResult>> ResultsAsync(PendingOperation[] operations, Task run)
    {
        await run;
        return [.. operations.Select(pending => pending.Result)];
    }
}
