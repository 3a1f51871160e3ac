namespace ForceOps.Postgres;

/// <summary>
/// A value of the database that everybody asks for and that changes rarely: kept for a moment, and read anew before that has passed, so
/// that under load nobody waits for the read (when all did, requests stood still for some ten milliseconds four times a second).
/// </summary>
/// <param name="read">Reads it.</param>
/// <param name="clock">Tells its age.</param>
public sealed class Recent<T>(Func<Task<T>> read, TimeProvider clock)
{
    /// <summary>How old a known value may be: shorter than anybody takes from one process to another by hand.</summary>
    private static readonly TimeSpan AgeMax = TimeSpan.FromMilliseconds(250);

    /// <summary>From when on it is read anew beside the requests: eight small reads a second, and time for the read to be done before anybody has to wait.</summary>
    private static readonly TimeSpan Fresh = AgeMax / 2;

    private Reading? _known;
    private Reading? _next;

    /// <summary>The value, at most so old as allowed. Nobody's hanging up cancels the read for the others.</summary>
    public async ValueTask<T> GetAsync()
    {
        while (true)
        {
            var known = Volatile.Read(ref _known);
            var age = known is null ? AgeMax : clock.GetElapsedTime(known.BeganAt);
            if (known is null || known.Value.IsFaulted || age >= AgeMax)
            {
                var begun = new Reading(clock.GetTimestamp(), read);
                if (Interlocked.CompareExchange(ref _known, begun, known) != known)
                    continue;
                known = begun;
            }
            else if (age >= Fresh && Volatile.Read(ref _next) is null)
            {
                _ = RenewAsync(known);
            }
            return await known.Value;
        }
    }

    /// <summary>Reads it anew the next time: for whoever has changed it. A read under way is not believed.</summary>
    public void Forget() => Volatile.Write(ref _known, null);

    private async Task RenewAsync(Reading known)
    {
        var next = new Reading(clock.GetTimestamp(), read);
        if (Interlocked.CompareExchange(ref _next, next, null) is not null)
            return;
        // A failure is nobody's yet: whoever finds the known value too old will hear of the next one.
        await ((Task)next.Value).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Unless somebody has forgotten the known one since.
        if (next.Value.IsCompletedSuccessfully)
            Interlocked.CompareExchange(ref _known, next, known);
        Volatile.Write(ref _next, null);
    }

    private sealed class Reading(long beganAt, Func<Task<T>> read)
    {
        // Async, so that a read that throws at once is a failed read like any other.
        private readonly Lazy<Task<T>> _value = new(async () => await read());

        internal long BeganAt => beganAt;

        internal Task<T> Value => _value.Value;
    }
}
