namespace ForceOps.Benchmarks;

/// <summary>
/// Hands arrivals to connections: to the one that became idle last, as clients' pools do, so that only as many are in use as are needed.
/// (Taken in turn, 512 connections kept what each had last sent alive in the service, and its collector had to look at all of them.)
/// </summary>
internal sealed class Arrivals
{
    private readonly Lock _gate = new();
    private readonly Stack<TaskCompletionSource<int>> _idle = new();
    private readonly Queue<int> _waiting = new();

    /// <summary>An idle connection goes on with it on this very thread; when all are busy, it waits.</summary>
    internal void Add(int arrival)
    {
        TaskCompletionSource<int>? idle;
        lock (_gate)
        {
            if (!_idle.TryPop(out idle))
                _waiting.Enqueue(arrival);
        }
        idle?.SetResult(arrival);
    }

    /// <summary>The next arrival for a connection that has nothing to do.</summary>
    internal Task<int> NextAsync()
    {
        lock (_gate)
        {
            if (_waiting.TryDequeue(out var arrival))
                return Task.FromResult(arrival);
            var idle = new TaskCompletionSource<int>();
            _idle.Push(idle);
            return idle.Task;
        }
    }
}
