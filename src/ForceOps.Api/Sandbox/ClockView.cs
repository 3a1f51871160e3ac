using ForceOps.Postgres;

namespace ForceOps.Api.Sandbox;

/// <param name="Now">The org's time.</param>
/// <param name="Mode">real, frozen or offset.</param>
/// <param name="Offset">ISO 8601: how far the clock is ahead of the real one, with mode offset.</param>
internal sealed record ClockView(DateTime Now, string Mode, string? Offset)
{
    internal static ClockView Of(OrgClock clock, DateTimeOffset now) => new(
        now.UtcDateTime,
        clock.FrozenAt is not null ? ClockBody.Frozen : clock.Offset is not null ? ClockBody.Moved : ClockBody.Real,
        clock.Offset is { } offset ? IsoDuration.Write(offset) : null);
}
