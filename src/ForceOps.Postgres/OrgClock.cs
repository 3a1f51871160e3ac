namespace ForceOps.Postgres;

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
