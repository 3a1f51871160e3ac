using System.Collections.Concurrent;
using ForceOps.Postgres.Writing;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ForceOps.Postgres.Delayed;

/// <summary>Takes delayed operations through batches of their own: beside the writers' lanes, so that no caller's batch is mixed with them.</summary>
internal sealed class DelayedPoster(NpgsqlDataSource database, WriterOptions options, DelayedSignal signal, TimeProvider clock, ILogger log) : IAsyncDisposable
{
    /// <summary>A locked row is waited for a tenth as long as by a caller: here nobody waits for the answer, and meanwhile its neighbours' rows are locked.</summary>
    private const int PatienceShare = 10;

    private readonly ConcurrentBag<BatchRunner> _runners = [];
    private readonly WriterMemory _memory = WriterMemory.Empty(options with { KnownAccountsMax = 0 });

    /// <summary>The results in the operations' order. One without outcome and refusal: it is gone, or in another process's hands.</summary>
    internal async Task<List<(DelayedOperation Delayed, WriteResult Result)>> PostAsync(OrgId org, List<DelayedOperation> due)
    {
        var batch = due.ConvertAll(one => new PendingOperation(one));
        var runner = _runners.TryTake(out var idle) ? idle : NewRunner();
        try
        {
            await runner.RunAsync(org, batch);
        }
        finally
        {
            _runners.Add(runner);
        }
        var results = new List<(DelayedOperation, WriteResult)>();
        foreach (var pending in batch)
            results.Add((pending.Delayed!, await pending.Answer));
        return results;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var runner in _runners)
            await runner.DisposeAsync();
        _runners.Clear();
    }

    private BatchRunner NewRunner() =>
        new(database, _memory, signal, options with { LockTimeout = options.LockTimeout / PatienceShare }, clock, log);
}
