using System.Collections.Concurrent;

namespace ForceOps.Api.Bluefin.Auth;

/// <summary>Nonces of the last window, so that none is used twice. In memory: after a restart an old request may pass once more (decision).</summary>
internal sealed class Nonces(TimeProvider clock)
{
    internal static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<(string Key, string Nonce), DateTimeOffset> _seen = new();
    private long _nextSweep;

    /// <summary>False when the key used it before. It is kept as long as the request's timestamp would pass.</summary>
    internal bool TryUse(string key, string nonce, DateTimeOffset timestamp)
    {
        var now = clock.GetUtcNow();
        Sweep(now);
        return _seen.TryAdd((key, nonce), (timestamp > now ? timestamp : now) + Window);
    }

    private void Sweep(DateTimeOffset now)
    {
        var due = Volatile.Read(ref _nextSweep);
        if (now.UtcTicks < due || Interlocked.CompareExchange(ref _nextSweep, now.UtcTicks + TimeSpan.TicksPerMinute, due) != due)
            return;
        foreach (var (key, until) in _seen)
        {
            if (until < now)
                _seen.TryRemove(key, out _);
        }
    }
}
