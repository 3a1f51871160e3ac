namespace ForceOps.Postgres;

/// <summary>
/// A value of the database that everybody asks for and that changes rarely: kept for a moment, then read anew, once for all who come
/// meanwhile.
/// </summary>
/// <param name="read">Reads it.</param>
/// <param name="clock">Tells its age.</param>
public sealed class Recent<T>(Func<Task<T>> read, TimeProvider clock)
{
    /// <summary>How old a known value may be: shorter than anybody takes from one process to another by hand, and four small reads a second.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(250);

    private Reading? _known;

    /// <summary>The value, at most so old as allowed. Nobody's hanging up cancels the read for the others.</summary>
    public async ValueTask<T> GetAsync(CancellationToken cancel)
    {
        while (true)
        {
            var known = Volatile.Read(ref _known);
            if (known is null || known.Value.IsFaulted || clock.GetElapsedTime(known.BeganAt) >= Fresh)
            {
                var begun = new Reading(clock.GetTimestamp(), read);
                if (Interlocked.CompareExchange(ref _known, begun, known) != known)
                    continue;
                known = begun;
            }
            return await known.Value.WaitAsync(cancel);
        }
    }

    /// <summary>Reads it anew the next time: for whoever has changed it. A read under way is not believed.</summary>
    public void Forget() => Volatile.Write(ref _known, null);

    private sealed class Reading(long beganAt, Func<Task<T>> read)
    {
        private readonly Lazy<Task<T>> _value = new(read);

        internal long BeganAt => beganAt;

        internal Task<T> Value => _value.Value;
    }
}
