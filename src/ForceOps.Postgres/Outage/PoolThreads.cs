namespace ForceOps.Postgres.Outage;

/// <summary>
/// Runs work on the thread pool and keeps it there. Sockets continue inline: what awaits a statement goes on with the thread that
/// serves all sockets. A batch wants that. Other work does not: its first use of a query takes tens of milliseconds, seconds on a
/// loaded machine, and everybody else's connection would stand still for so long. Awaits inside the work return to the pool.
/// </summary>
public sealed class PoolThreads : SynchronizationContext
{
    private static readonly PoolThreads Instance = new();

    private PoolThreads()
    {
    }

    public static Task RunAsync(Func<Task> work) => Task.Run(() => Begin(work));

    public static Task<T> RunAsync<T>(Func<Task<T>> work) => Task.Run(() => Begin(work));

    /// <summary>
    /// Runs work whose result many wait for: it takes along neither the trace nor the <see cref="CallerWait"/> of the caller who
    /// happened to begin it.
    /// </summary>
    public static Task<T> RunForManyAsync<T>(Func<Task<T>> work)
    {
        if (ExecutionContext.IsFlowSuppressed())
            return RunAsync(work);
        using (ExecutionContext.SuppressFlow())
            return RunAsync(work);
    }

    public override void Post(SendOrPostCallback d, object? state) =>
        ThreadPool.UnsafeQueueUserWorkItem(static item => Begin(item), (Continue: d, State: state), preferLocal: false);

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;

    private static T Begin<T>(Func<T> work)
    {
        SetSynchronizationContext(Instance);
        try
        {
            return work();
        }
        finally
        {
            SetSynchronizationContext(null);
        }
    }

    private static void Begin((SendOrPostCallback Continue, object? State) item)
    {
        SetSynchronizationContext(Instance);
        try
        {
            item.Continue(item.State);
        }
        finally
        {
            SetSynchronizationContext(null);
        }
    }
}
