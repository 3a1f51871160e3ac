using System.Collections.Concurrent;
using ForceOps.Postgres.Books;
using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres.Orgs;

/// <summary>
/// The clocks of the orgs, for everything outside a batch; a batch decides by the clock that it reads with the org's rules. A change
/// counts at once for postings in every process and for everything in this one, and elsewhere a moment later (<see cref="RefreshingValue{T}"/>).
/// </summary>
public sealed class OrgClocks(IDbContextFactory<LedgerDbContext> contexts, TimeProvider clock)
{
    private readonly ConcurrentDictionary<OrgId, RefreshingValue<OrgClock>> _known = new();

    /// <summary>The org's time; the real one for an org that does not exist.</summary>
    public async ValueTask<DateTimeOffset> NowAsync(OrgId org)
    {
        var known = _known.GetOrAdd(org, key => new RefreshingValue<OrgClock>(() => ReadAsync(key), clock));
        return (await known.GetAsync()).At(clock.GetUtcNow());
    }

    /// <summary>The clock as it is stored, and its time.</summary>
    public async Task<(OrgClock Clock, DateTimeOffset Now)> FindAsync(OrgId org)
    {
        var found = await ReadAsync(org);
        _known.TryRemove(org, out _);
        return (found, found.At(clock.GetUtcNow()));
    }

    /// <summary>
    /// Sets the clock to what the change makes of it and the real time; null when it makes nothing, and then nothing is set. Two changes
    /// at a time come one after the other, so that two advances of an hour are two hours.
    /// </summary>
    public async Task<(OrgClock Clock, DateTimeOffset Now)?> ChangeAsync(OrgId org, Func<OrgClock, DateTimeOffset, OrgClock?> change)
    {
        await using var context = await contexts.CreateDbContextAsync();
        await using var transaction = await context.Database.BeginTransactionAsync();
        var row = await BookSwitch.LockAsync(context, org);
        if (change(new OrgClock(row.ClockFrozenAt, row.ClockOffset), clock.GetUtcNow()) is not { } changed)
            return null;
        await context.Orgs.Where(item => item.Org == org.Value).ExecuteUpdateAsync(
            set => set.SetProperty(item => item.ClockFrozenAt, changed.FrozenAt).SetProperty(item => item.ClockOffset, changed.Offset)
                // What the writers watch, in every process.
                .SetProperty(item => item.RulesVersion, item => item.RulesVersion + 1));
        await transaction.CommitAsync();
        Forget(org);
        return (changed, changed.At(clock.GetUtcNow()));
    }

    /// <summary>Reads the org's clock anew the next time: for whoever changes it together with other things of the org.</summary>
    public void Forget(OrgId org) => _known.TryRemove(org, out _);

    private async Task<OrgClock> ReadAsync(OrgId org)
    {
        await using var context = await contexts.CreateDbContextAsync();
        return await context.Orgs.Where(row => row.Org == org.Value)
            .Select(row => new OrgClock(row.ClockFrozenAt, row.ClockOffset)).SingleOrDefaultAsync() ?? OrgClock.Real;
    }
}

/// <summary>An org's own clock: the real one, one that stands still, or one that runs at a distance from the real one. To the microsecond, as it is stored.</summary>
/// <param name="FrozenAt">The moment at which it stands still; null: it runs.</param>
/// <param name="Offset">How far it is ahead of the real one; null: it is not set.</param>
public sealed record OrgClock(DateTimeOffset? FrozenAt, TimeSpan? Offset)
{
    /// <summary>Before it a UUID of version 7 has no time, and a token no expiry.</summary>
    public static DateTimeOffset Min { get; } = DateTimeOffset.UnixEpoch;

    /// <summary>A year before the calendar ends: room for a clock that runs on, and for tokens that expire later.</summary>
    public static DateTimeOffset Max { get; } = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static OrgClock Real { get; } = new(null, null);

    public static OrgClock Frozen(DateTimeOffset now) => new(Whole(now), null);

    /// <summary>One that shows <paramref name="now"/> at the real time <paramref name="real"/> and runs on.</summary>
    public static OrgClock RunningFrom(DateTimeOffset now, DateTimeOffset real)
    {
        var offset = now - real;
        return new(null, new TimeSpan(offset.Ticks - (offset.Ticks % TimeSpan.TicksPerMicrosecond)));
    }

    public static bool IsInRange(DateTimeOffset now) => now >= Min && now < Max;

    /// <summary>False when the time so far away is none that a clock may show.</summary>
    public static bool TryMove(DateTimeOffset from, TimeSpan by, out DateTimeOffset to)
    {
        var isInRange = by >= Min - from && by < Max - from;
        to = isInRange ? from + by : from;
        return isInRange;
    }

    /// <summary>
    /// What it shows at the real time <paramref name="real"/>. It stays inside the calendar: the machine's own clock may be moved after
    /// the offset was checked.
    /// </summary>
    public DateTimeOffset At(DateTimeOffset real) => FrozenAt
        ?? (Offset is not { } offset ? real : TryMove(real, offset, out var now) ? now : offset < TimeSpan.Zero ? Min : Max);

    /// <summary>The same clock, showing another time: a frozen one stays frozen, any other runs on.</summary>
    public OrgClock MovedTo(DateTimeOffset now, DateTimeOffset real) => FrozenAt is null ? RunningFrom(now, real) : Frozen(now);

    private static DateTimeOffset Whole(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}

/// <summary>
/// A value of the database that everybody asks for and that changes rarely: kept for a moment, and read anew before that has passed, so
/// that under load nobody waits for the read (when all did, requests stood still for some ten milliseconds four times a second).
/// </summary>
/// <param name="read">Reads it.</param>
/// <param name="clock">Tells its age.</param>
public sealed class RefreshingValue<T>(Func<Task<T>> read, TimeProvider clock)
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
