using System.Globalization;
using System.ComponentModel.DataAnnotations;
using System.Xml;
using ForceOps.Api.Access;
using ForceOps.Api.Http;
using ForceOps.Postgres.Orgs;

namespace ForceOps.Api.Sandbox;

/// <summary>Serves <c>/sandbox/clock</c>, which stops an org's clock, sets it to another time, and advances it.</summary>
internal static class ClockApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        const string example = """{"now":"2030-01-31T23:59:00Z","mode":"frozen","offset":null}""";
        routes.MapGet("/clock", GetAsync).Describe(
            "getClock", "Get the clock", "Shows the org's time.").Answers(200, typeof(ClockView), "The clock.", example);
        routes.MapPut("/clock", PutAsync).Describe(
            "setClock", "Set the clock", "Stops the org's clock, sets it to another time, or sets it back to the real time.")
            .TakesBody<ClockRequest>(
                ("Stand still", """{"mode":"frozen","now":"2030-01-31T23:59:00Z"}"""),
                ("Run on from a time", """{"mode":"offset","now":"2030-01-31T23:59:00Z"}"""),
                ("A day ahead", """{"mode":"offset","offset":"P1D"}"""), ("The real time", """{"mode":"real"}"""))
            .Answers(200, typeof(ClockView), "The clock.", example);
        routes.MapPost("/clock/advance", AdvanceAsync).Describe(
            "advanceClock", "Advance the clock", "Moves the org's time forwards, by a duration or to a time.")
            .TakesBody<ClockAdvanceRequest>(("An hour", """{"by":"PT1H"}"""), ("To a time", """{"to":"2030-02-01T00:00:00Z"}"""))
            .Answers(200, typeof(ClockView), "The clock.", example);
    }

    private static async Task<IResult> GetAsync(HttpContext http, SandboxGate gate, OrgClocks clocks)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        var (clock, now) = await clocks.FindAsync(org);
        return SandboxJson.Ok(ClockView.Of(clock, now));
    }

    private static async Task<IResult> PutAsync(HttpContext http, SandboxGate gate, OrgClocks clocks)
    {
        var (org, orgError) = await gate.OrgAsync(http);
        if (orgError is not null)
            return orgError;
        var (body, bodyError) = await gate.BodyAsync(http, SandboxJson.Default.ClockRequest);
        if (body is null)
            return bodyError!;
        var (change, error) = body.Read();
        return error ?? await ChangeAsync(clocks, org, change!) ?? ClockRequest.WrongOffset();
    }

    private static async Task<IResult> AdvanceAsync(HttpContext http, SandboxGate gate, OrgClocks clocks)
    {
        var (org, orgError) = await gate.OrgAsync(http);
        if (orgError is not null)
            return orgError;
        var (body, bodyError) = await gate.BodyAsync(http, SandboxJson.Default.ClockAdvanceRequest);
        if (body is null)
            return bodyError!;
        var (change, error) = body.Read();
        return error ?? await ChangeAsync(clocks, org, change!) ?? body.WrongWay();
    }

    /// <summary>Changes the clock; null when the change was refused.</summary>
    private static async Task<IResult?> ChangeAsync(
        OrgClocks clocks, OrgId org, Func<OrgClock, DateTimeOffset, OrgClock?> change) =>
        await clocks.ChangeAsync(org, change) is { } changed ? SandboxJson.Ok(ClockView.Of(changed.Clock, changed.Now)) : null;
}

/// <param name="Now">The org's time.</param>
/// <param name="Mode">real, frozen or offset.</param>
/// <param name="Offset">
/// The time that the clock is ahead of the real one, a duration of ISO 8601; null unless the mode is offset.
/// </param>
internal sealed record ClockView(DateTime Now, [property: AllowedValues("real", "frozen", "offset")] string Mode, string? Offset)
{
    internal static ClockView Of(OrgClock clock, DateTimeOffset now) => new(
        now.UtcDateTime,
        clock.FrozenAt is not null ? ClockRequest.Frozen : clock.Offset is not null ? ClockRequest.Moved : ClockRequest.Real,
        clock.Offset is { } offset ? IsoDuration.Write(offset) : null);
}

/// <summary>Carries the new setting of an org's clock.</summary>
internal sealed class ClockRequest
{
    internal const string Real = "real";
    internal const string Frozen = "frozen";
    internal const string Moved = "offset";

    internal const string WrongTime = "must be a time of RFC 3339 with a zone, from the year 1970 to the year 9998";

    /// <summary>The mode of the clock: real, frozen or offset.</summary>
    [Required]
    [AllowedValues("real", "frozen", "offset")]
    public string? Mode { get; init; }

    /// <summary>
    /// A time of RFC 3339. With mode frozen, the clock stops at this time, or at the org's present time when absent. With mode
    /// offset, the clock runs on from this time.
    /// </summary>
    public string? Now { get; init; }

    /// <summary>
    /// The time that the clock is ahead of the real one, a duration of ISO 8601; negative when the clock is behind. Mode offset
    /// takes it in place of now.
    /// </summary>
    public string? Offset { get; init; }

    internal static bool TryReadTime(string text, out DateTimeOffset time) => Rfc3339.TryParse(text, out time) && OrgClock.IsInRange(time);

    /// <summary>
    /// Returns a function that makes the new clock from the present clock and the real time, or an error. The function returns
    /// null for an offset that leads out of the calendar.
    /// </summary>
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
            (Moved, null, not null) => ((_, real) => OrgClock.TryMove(
                real, offset, out var moved) ? OrgClock.RunningFrom(moved, real) : null, null),
            (Moved, _, _) => (null, SandboxProblem.Invalid(
                "now and offset", "are two ways to say one thing: exactly one of them is needed")),
            _ => (null, SandboxProblem.Invalid(Now is null || Mode is Frozen ? "offset" : "now", $"does not go with mode {Mode}")),
        };
    }

    internal static IResult WrongOffset() => SandboxProblem.Invalid(
        "offset", "must be a duration of ISO 8601 without years and months, as PT1H or -P1DT12H, that stays within the years 1970 to 9998");
}

/// <summary>Carries the distance or the target of an advance of an org's clock; exactly one of the two.</summary>
internal sealed class ClockAdvanceRequest
{
    /// <summary>The duration by which the clock advances, in the form of ISO 8601, as PT1H or P30D; longer than zero.</summary>
    public string? By { get; init; }

    /// <summary>The time to which the clock advances, in the form of RFC 3339; not before the org's time.</summary>
    public string? To { get; init; }

    /// <summary>
    /// Returns a function that makes the new clock from the present clock and the real time, or an error. The function returns
    /// null when the advance would lead back or out of the calendar.
    /// </summary>
    internal (Func<OrgClock, DateTimeOffset, OrgClock?>? Change, IResult? Error) Read()
    {
        if (By is null == To is null)
            return (null, SandboxProblem.Invalid("by and to", "are two ways to say one thing: exactly one of them is needed"));
        if (To is not null)
        {
            return ClockRequest.TryReadTime(To, out var to)
                ? ((clock, real) => to < clock.At(real) ? null : clock.MovedTo(to, real), null)
                : (null, SandboxProblem.Invalid("to", ClockRequest.WrongTime));
        }
        return IsoDuration.TryParse(By!, out var by) && by > TimeSpan.Zero
            ? ((clock, real) => OrgClock.TryMove(clock.At(real), by, out var now) ? clock.MovedTo(now, real) : null, null)
            : (null, WrongWay());
    }

    /// <summary>
    /// Makes the error answer for an advance that leads back or out of the calendar. An advance only moves time forwards; a test
    /// that needs an earlier time sets the clock.
    /// </summary>
    internal IResult WrongWay() => To is not null
        ? SandboxProblem.Invalid("to", "must not be before the org's time; PUT /sandbox/clock sets the clock back")
        : SandboxProblem.Invalid("by", "must be a positive duration of ISO 8601 without years and months, as PT1H or P30D, that ends before the year 9999");
}

/// <summary>Reads and writes durations of ISO 8601, as <c>PT1H30M</c> or <c>-P1D</c>.</summary>
internal static class IsoDuration
{
    /// <summary>
    /// Reads a duration. Years and months are refused, because their lengths vary and the framework counts them as 365 and 30
    /// days.
    /// </summary>
    internal static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        if (text.Split('T')[0].AsSpan().ContainsAny('Y', 'M'))
            return false;
        try
        {
            // The framework knows no weeks, which stand alone (P2W) and are always seven days.
            var digits = text.AsSpan(text.StartsWith('-') ? 1 : 0);
            duration = digits is ['P', .. var weeks, 'W'] ? Weeks(weeks, isNegative: text[0] == '-') : XmlConvert.ToTimeSpan(text);
            return true;
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            return false;
        }
    }

    private static TimeSpan Weeks(ReadOnlySpan<char> digits, bool isNegative) =>
        new(checked(long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) * 7 * TimeSpan.TicksPerDay * (
            isNegative ? -1 : 1)));

    internal static string Write(TimeSpan duration) => XmlConvert.ToString(duration);
}
