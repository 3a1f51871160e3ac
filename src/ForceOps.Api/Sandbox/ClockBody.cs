using ForceOps.Api.Hosting;
using ForceOps.Postgres;

namespace ForceOps.Api.Sandbox;

/// <summary>What an org's clock is to be.</summary>
internal sealed class ClockBody
{
    internal const string Real = "real";
    internal const string Frozen = "frozen";
    internal const string Moved = "offset";

    internal const string WrongTime = "must be a time of RFC 3339 with a zone, from the year 1970 to the year 9998";

    /// <summary>real, frozen or offset.</summary>
    public string? Mode { get; init; }

    /// <summary>RFC 3339. With frozen: where the clock stands, the org's present time when absent. With offset: from where it runs on.</summary>
    public string? Now { get; init; }

    /// <summary>ISO 8601, with offset in place of now: how far the clock is ahead of the real one; negative for behind.</summary>
    public string? Offset { get; init; }

    internal static bool TryReadTime(string text, out DateTimeOffset time) => Rfc3339.TryParse(text, out time) && OrgClock.IsInRange(time);

    /// <summary>What to make of the clock that is there and the real time; it makes nothing of an offset that leads out of the calendar.</summary>
    internal (Func<OrgClock, DateTimeOffset, OrgClock?>? Change, IResult? Error) Read()
    {
        var (now, offset) = (default(DateTimeOffset), default(TimeSpan));
        if (Mode is not (Real or Frozen or Moved))
            return (null, SandboxProblem.Invalid("mode", "must be real, frozen or offset"));
        if (Now is not null && !TryReadTime(Now, out now))
            return (null, SandboxProblem.Invalid("now", WrongTime));
        if (Offset is not null && !IsoDuration.TryParse(Offset, out offset))
            return (null, WrongOffset());
        return (Mode, Now, Offset) switch
        {
            (Real, null, null) => ((_, _) => OrgClock.Real, null),
            (Frozen, null, null) => ((clock, real) => OrgClock.Frozen(clock.At(real)), null),
            (Frozen, not null, null) => ((_, _) => OrgClock.Frozen(now), null),
            (Moved, not null, null) => ((_, real) => OrgClock.RunningFrom(now, real), null),
            (Moved, null, not null) => ((_, real) => OrgClock.TryMove(real, offset, out var moved) ? OrgClock.RunningFrom(moved, real) : null, null),
            (Moved, _, _) => (null, SandboxProblem.Invalid("now and offset", "are two ways to say one thing: exactly one of them is needed")),
            _ => (null, SandboxProblem.Invalid(Now is null || Mode is Frozen ? "offset" : "now", $"does not go with mode {Mode}")),
        };
    }

    internal static IResult WrongOffset() => SandboxProblem.Invalid(
        "offset", "must be a duration of ISO 8601 without years and months, as PT1H or -P1DT12H, that stays within the years 1970 to 9998");
}
