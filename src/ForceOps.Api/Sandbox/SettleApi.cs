using ForceOps.Api.Access;
using ForceOps.Postgres.Orgs;

namespace ForceOps.Api.Sandbox;

/// <summary><c>/sandbox/settle</c>: closes the batch of card sales. What was posted before is refunded from now on, no longer voided.</summary>
internal static class SettleApi
{
    internal static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/settle", PostAsync).Produces<SettleView>();

    private static async Task<IResult> PostAsync(HttpContext http, SandboxGate gate, Settlements settlements)
    {
        var (org, error) = await gate.OrgAsync(http);
        return error ?? SandboxJson.Ok(new SettleView(await settlements.SettleAsync(org)));
    }
}

/// <param name="Settled">Operations of merchants that this settlement added.</param>
internal sealed record SettleView(long Settled);
