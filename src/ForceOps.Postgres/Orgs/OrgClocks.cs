using System.Collections.Concurrent;
using ForceOps.Postgres.Books;
using ForceOps.Postgres.Outage;
using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres.Orgs;

/// <summary>
/// Reads and sets the clocks of the orgs, for everything outside a batch; a batch decides by the clock that it reads with the
/// org's rules. A change counts at once for postings in every process and for everything in this process. Elsewhere it counts a
/// moment later (<see cref="RefreshingValue{T}"/>).
/// </summary>
public sealed class OrgClocks(IDbContextFactory<LedgerDbContext> contexts, TimeProvider clock, LedgerPulse? pulse = null)
{
    private readonly ConcurrentDictionary<OrgId, RefreshingValue<OrgClock>> _known = new();

    /// <summary>Returns the org's time, or the real time for an org that does not exist.</summary>
    public async ValueTask<DateTimeOffset> NowAsync(OrgId org)
    {
        var known = _known.GetOrAdd(org, key => new RefreshingValue<OrgClock>(() => ReadAsync(key), clock, pulse));
        return (await known.GetAsync()).At(clock.GetUtcNow());
    }

    /// <summary>Reads the clock as it is stored, and its time.</summary>
    public async Task<(OrgClock Clock, DateTimeOffset Now)> FindAsync(OrgId org)
    {
        var found = await ReadAsync(org);
        _known.TryRemove(org, out _);
        return (found, found.At(clock.GetUtcNow()));
    }

    /// <summary>
    /// Sets the clock to what <paramref name="change"/> makes of the present clock and the real time. When the change makes null,
    /// nothing is set and the result is null. Two changes at the same time run one after the other, so that two advances of an
    /// hour add up to two hours.
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
                // The writers of every process watch this version.
                .SetProperty(item => item.RulesVersion, item => item.RulesVersion + 1));
        await transaction.CommitAsync();
        Forget(org);
        return (changed, changed.At(clock.GetUtcNow()));
    }

    /// <summary>
    /// Discards the cached clock, so that the next read asks the database. A caller that changes the clock together with other
    /// things of the org calls it.
    /// </summary>
    public void Forget(OrgId org) => _known.TryRemove(org, out _);

    private async Task<OrgClock> ReadAsync(OrgId org)
    {
        await using var context = await contexts.CreateDbContextAsync();
        return await context.Orgs.Where(row => row.Org == org.Value)
            .Select(row => new OrgClock(row.ClockFrozenAt, row.ClockOffset)).SingleOrDefaultAsync() ?? OrgClock.Real;
    }
}

/// <summary>
/// Holds an org's own clock: the real clock, a clock that stands still, or a clock that runs at a distance from the real one. Its
/// precision is the microsecond, as it is stored.
/// </summary>
/// <param name="FrozenAt">The moment at which the clock stands still; null when it runs.</param>
/// <param name="Offset">The time by which the clock is ahead of the real one; null when no offset is set.</param>
public sealed record OrgClock(DateTimeOffset? FrozenAt, TimeSpan? Offset)
{
    /// <summary>The earliest time of a clock. Before it, a UUID of version 7 has no time, and a token has no expiry.</summary>
    public static DateTimeOffset Min { get; } = DateTimeOffset.UnixEpoch;

    /// <summary>
    /// The time that every clock must stay below, a year before the calendar ends. The year leaves room for a clock that runs on,
    /// and for tokens that expire later.
    /// </summary>
    public static DateTimeOffset Max { get; } = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static OrgClock Real { get; } = new(null, null);

    public static OrgClock Frozen(DateTimeOffset now) => new(Whole(now), null);

    /// <summary>Makes a clock that shows <paramref name="now"/> at the real time <paramref name="real"/> and runs on.</summary>
    public static OrgClock RunningFrom(DateTimeOffset now, DateTimeOffset real)
    {
        var offset = now - real;
        return new(null, new TimeSpan(offset.Ticks - (offset.Ticks % TimeSpan.TicksPerMicrosecond)));
    }

    public static bool IsInRange(DateTimeOffset now) => now >= Min && now < Max;

    /// <summary>Adds a span to a time. Returns false when a clock may not show the result.</summary>
    public static bool TryMove(DateTimeOffset from, TimeSpan by, out DateTimeOffset to)
    {
        var isInRange = by >= Min - from && by < Max - from;
        to = isInRange ? from + by : from;
        return isInRange;
    }

    /// <summary>
    /// Returns what the clock shows at the real time <paramref name="real"/>. The result stays inside the calendar: the machine's
    /// own clock may be moved after the offset was checked.
    /// </summary>
    public DateTimeOffset At(DateTimeOffset real) => FrozenAt
        ?? (Offset is not { } offset ? real : TryMove(real, offset, out var now) ? now : offset < TimeSpan.Zero ? Min : Max);

    /// <summary>Returns the same clock with another time: a frozen clock stays frozen, any other clock runs on.</summary>
    public OrgClock MovedTo(DateTimeOffset now, DateTimeOffset real) => FrozenAt is null ? RunningFrom(now, real) : Frozen(now);

    private static DateTimeOffset Whole(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}

/// <summary>
/// Caches a value of the database that everybody asks for and that changes rarely. It keeps the value for a moment, and reads it
/// again before that moment has passed, so that under load nobody waits for the read. (When everybody waited, requests stood
/// still for some ten milliseconds four times a second.)
/// </summary>
/// <param name="read">The function that reads the value.</param>
/// <param name="clock">The clock that measures the value's age.</param>
/// <param name="pulse">The bound of the wait for a read; null: the wait has no bound.</param>
public sealed class RefreshingValue<T>(Func<Task<T>> read, TimeProvider clock, LedgerPulse? pulse = null)
{
    /// <summary>
    /// The greatest age of a cached value. It is shorter than the time that a person takes to go from one process to another.
    /// </summary>
    private static readonly TimeSpan AgeMax = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// The age from which on the value is read again while requests go on. This costs eight small reads a second, and leaves time
    /// for the read to complete before a caller has to wait.
    /// </summary>
    private static readonly TimeSpan Fresh = AgeMax / 2;

    private Reading? _known;
    private Reading? _next;

    /// <summary>
    /// The time for which callers join a read that is under way. A read that takes longer hangs on a dead connection, and the next
    /// caller begins another one: not each a moment later, or a database that does not answer got four of them a second.
    /// </summary>
    private static readonly TimeSpan JoinMax = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Returns the value, at most <see cref="AgeMax"/> old, or of a read that is under way. A caller that hangs up does not cancel
    /// the read for the others.
    /// </summary>
    public async ValueTask<T> GetAsync()
    {
        while (true)
        {
            var known = Volatile.Read(ref _known);
            var age = known is null ? AgeMax : clock.GetElapsedTime(known.BeganAt);
            if (known is null || known.Value.IsFaulted || age >= (known.Value.IsCompleted ? AgeMax : JoinMax))
            {
                // A renewal is joined if it has begun after the known read: one from before may not know a change that was made since.
                if (known is { Value.IsFaulted: false } && Volatile.Read(ref _next) is { Value.IsCompleted: false } next
                    && next.BeganAt > known.BeganAt && clock.GetElapsedTime(next.BeganAt) < JoinMax)
                    return pulse is null ? await next.Value : await pulse.BoundAsync(next.Value);
                var begun = new Reading(clock.GetTimestamp(), read);
                if (Interlocked.CompareExchange(ref _known, begun, known) != known)
                    continue;
                known = begun;
            }
            else if (age >= Fresh && known.Value.IsCompleted && Volatile.Read(ref _next) is null)
            {
                _ = RenewAsync(known);
            }
            return known.Value.IsCompleted || pulse is null ? await known.Value : await pulse.BoundAsync(known.Value);
        }
    }

    /// <summary>
    /// Discards the cached value, so that the next call reads it. A caller that has changed the value calls it. The result of a
    /// read under way is discarded too.
    /// </summary>
    public void Forget() => Volatile.Write(ref _known, null);

    private async Task RenewAsync(Reading known)
    {
        var next = new Reading(clock.GetTimestamp(), read);
        if (Interlocked.CompareExchange(ref _next, next, null) is not null)
            return;
        // A failure of this read is reported to nobody. A caller that finds the cached value too old begins another read, and
        // gets the failure of that one.
        await ((Task)next.Value).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // The new value counts only if nobody has discarded the cached one meanwhile.
        if (next.Value.IsCompletedSuccessfully)
            Interlocked.CompareExchange(ref _known, next, known);
        Volatile.Write(ref _next, null);
    }

    private sealed class Reading(long beganAt, Func<Task<T>> read)
    {
        // Whoever asks may be on the thread of all sockets, and the first read of all compiles its query.
        private readonly Lazy<Task<T>> _value = new(() => PoolThreads.RunForManyAsync(read));

        internal long BeganAt => beganAt;

        internal Task<T> Value => _value.Value;
    }
}
