namespace ForceOps.Api.Tests.Storm;

/// <summary>
/// Stands until the test moves it, so that whoever waits by it waits for the test and not for time. The date is the real one.
/// </summary>
internal sealed class MovableClock : TimeProvider
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly List<Waiter> _waiters = [];
    private readonly TaskCompletionSource _waitedBy = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_gate)
            return _now.Ticks;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var waiter = new Waiter(callback, state);
        lock (_gate)
            _waiters.Add(waiter);
        _waitedBy.TrySetResult();
        return waiter;
    }

    /// <summary>Waits until somebody waits by this clock for the first time.</summary>
    internal Task WaitedByAsync() => _waitedBy.Task.WaitAsync(Patience);

    /// <summary>Moves it further than anybody waits.</summary>
    internal void Move(TimeSpan by)
    {
        List<Waiter> over;
        lock (_gate)
        {
            _now += by;
            over = [.. _waiters];
            _waiters.Clear();
        }
        over.ForEach(waiter => waiter.Ring());
    }

    private sealed class Waiter(TimerCallback callback, object? state) : ITimer
    {
        internal void Ring() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose()
        {
            // It rings for nobody then: whoever gave it up has ended its task.
        }

        public ValueTask DisposeAsync() => default;
    }
}
