using ForceOps.Api.Faults;
using ForceOps.Api.Hosting;
using ForceOps.Api.Sandbox.Seed;
using ForceOps.Postgres;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Sandbox;

/// <summary><c>/sandbox/reset</c>: the org as its seed has it. Whatever is called after the answer meets nothing of before.</summary>
internal static class ResetRoutes
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/reset", PostAsync).Produces<ResetView>();

    private static async Task<IResult> PostAsync(
        HttpContext http, SandboxGate gate, Seeds seeds, OrgReset reset, FaultRules faults, SettledIds settled, IOptions<ForceOpsOptions> options)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        var seed = seeds.Of(org);
        var now = seed.Webhooks.Count == 0 ? default : EventCursor.Before(await settled.BelowAsync(options.Value.Events.Patience));
        var accounts = await reset.RunAsync(org, seed, now);
        faults.Forget();
        return SandboxJson.Ok(ResetView.Of(org, seed, seeds.Names(org), accounts));
    }
}
