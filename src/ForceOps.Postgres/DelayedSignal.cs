namespace ForceOps.Postgres;

/// <summary>Wakes the one who posts delayed operations when a writer of this process has accepted one: it may be due before the next look.</summary>
public sealed class DelayedSignal : IDisposable
{
    private readonly SemaphoreSlim _set = new(0, 1);

    public void Dispose() => _set.Dispose();

    internal void Set()
    {
        try
        {
            _set.Release();
        }
        catch (SemaphoreFullException)
        {
            // Set already; one look finds all.
        }
    }

    /// <summary>Returns when it is set, or after the time.</summary>
    internal Task WaitAsync(TimeSpan atMost, CancellationToken stop) => _set.WaitAsync(atMost, stop);
}
