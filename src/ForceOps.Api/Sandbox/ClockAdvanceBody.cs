using ForceOps.Postgres;

namespace ForceOps.Api.Sandbox;

/// <summary>How far to move an org's clock forwards: exactly one of the two.</summary>
internal sealed class ClockAdvanceBody
{
    /// <summary>ISO 8601, as PT1H or P30D; more than nothing.</summary>
    public string? By { get; init; }

    /// <summary>RFC 3339; not before the org's time.</summary>
    public string? To { get; init; }

    /// <summary>What to make of the clock that is there and the real time; nothing when that would lead back or out of the calendar.</summary>
    internal (Func<OrgClock, DateTimeOffset, OrgClock?>? Change, IResult? Error) Read()
    {
        if (By is null == To is null)
            return (null, SandboxProblem.Invalid("by and to", "are two ways to say one thing: exactly one of them is needed"));
        if (To is not null)
        {
            return ClockBody.TryReadTime(To, out var to)
                ? ((clock, real) => to < clock.At(real) ? null : clock.MovedTo(to, real), null)
                : (null, SandboxProblem.Invalid("to", ClockBody.WrongTime));
        }
        return IsoDuration.TryParse(By!, out var by) && by > TimeSpan.Zero
            ? ((clock, real) => OrgClock.TryMove(clock.At(real), by, out var now) ? clock.MovedTo(now, real) : null, null)
            : (null, WrongWay());
    }

    /// <summary>Time goes forwards here; a test that wants to go back sets the clock.</summary>
    internal IResult WrongWay() => To is not null
        ? SandboxProblem.Invalid("to", "must not be before the org's time; PUT /sandbox/clock sets the clock back")
        : SandboxProblem.Invalid("by", "must be a positive duration of ISO 8601 without years and months, as PT1H or P30D, that ends before the year 9999");
}
