using ForceOps.Api.Access;
using ForceOps.Api.Http;
using ForceOps.Postgres.Orgs;

namespace ForceOps.Api.Sandbox;

/// <summary>
/// Serves <c>/sandbox/settle</c>, which closes the batch of card sales. Sales that were posted before are refunded from now on,
/// and no longer voided.
/// </summary>
internal static class SettleApi
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/settle", PostAsync)
        .Describe("settleSales", "Settle card sales", "Closes the batch of card sales: what was posted before is refunded from now on, and no longer voided.")
        .Answers(200, typeof(SettleView), "The number of operations in the batch.", """{"settled":12}""");

    private static async Task<IResult> PostAsync(HttpContext http, SandboxGate gate, Settlements settlements)
    {
        var (org, error) = await gate.OrgAsync(http);
        return error ?? SandboxJson.Ok(new SettleView(await settlements.SettleAsync(org)));
    }
}

/// <param name="Settled">The number of merchants' operations that this settlement added.</param>
internal sealed record SettleView(long Settled);
