using ForceOps.Api.Hosting;
using ForceOps.Postgres;

namespace ForceOps.Api.Sandbox;

/// <summary><c>/sandbox/clock</c>: the org's own time, to stand still, to run elsewhere, and to be moved forwards.</summary>
internal static class ClockRoutes
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/clock", GetAsync).Produces<ClockView>();
        routes.MapPut("/clock", PutAsync).Accepts<ClockBody>("application/json").Produces<ClockView>()
            .WithMetadata(new RequestExamples(
                ("Stand still", """{"mode":"frozen","now":"2030-01-31T23:59:00Z"}"""), ("Run on from a time", """{"mode":"offset","now":"2030-01-31T23:59:00Z"}"""),
                ("A day ahead", """{"mode":"offset","offset":"P1D"}"""), ("The real time", """{"mode":"real"}""")));
        routes.MapPost("/clock/advance", AdvanceAsync).Accepts<ClockAdvanceBody>("application/json").Produces<ClockView>()
            .WithMetadata(new RequestExamples(("An hour", """{"by":"PT1H"}"""), ("To a time", """{"to":"2030-02-01T00:00:00Z"}""")));
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
        var (body, bodyError) = await gate.BodyAsync(http, SandboxJson.Default.ClockBody);
        if (body is null)
            return bodyError!;
        var (change, error) = body.Read();
        return error ?? await ChangeAsync(clocks, org, change!) ?? ClockBody.WrongOffset();
    }

    private static async Task<IResult> AdvanceAsync(HttpContext http, SandboxGate gate, OrgClocks clocks)
    {
        var (org, orgError) = await gate.OrgAsync(http);
        if (orgError is not null)
            return orgError;
        var (body, bodyError) = await gate.BodyAsync(http, SandboxJson.Default.ClockAdvanceBody);
        if (body is null)
            return bodyError!;
        var (change, error) = body.Read();
        return error ?? await ChangeAsync(clocks, org, change!) ?? body.WrongWay();
    }

    /// <summary>Null when the change was refused.</summary>
    private static async Task<IResult?> ChangeAsync(
        OrgClocks clocks, OrgId org, Func<OrgClock, DateTimeOffset, OrgClock?> change) =>
        await clocks.ChangeAsync(org, change) is { } changed ? SandboxJson.Ok(ClockView.Of(changed.Clock, changed.Now)) : null;
}
