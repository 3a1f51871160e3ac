using ForceOps.Api.Access;
using ForceOps.Api.Faults;
using ForceOps.Api.Findings;
using ForceOps.Api.Http;
using ForceOps.Api.Seed;
using ForceOps.Api.Settings;
using ForceOps.Postgres.Orgs;
using ForceOps.Postgres.Reads;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Sandbox;

/// <summary>
/// Serves <c>/sandbox/reset</c>, which resets the org to its seed. A call that begins after the answer sees nothing of the
/// earlier state.
/// </summary>
internal static class ResetApi
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/reset", PostAsync)
        .Describe("resetOrg", "Reset the org", "Sets the org back to its seed. A call that begins after the answer sees nothing of the earlier state.")
        .Answers(200, typeof(ResetView), "The state with which the org begins again.", """
            {"org":"TN-00000000-0000-0000-0000-000000000001","seed":"default","currency":"USD","processing_codes":19,"accounts":0,"webhooks":0}
            """);

    private static async Task<IResult> PostAsync(
        HttpContext http, SandboxGate gate, Seeds seeds, OrgReset reset, FaultRules faults, CommitHorizon horizon,
        FindingsObserver observer, IOptions<ForceOpsOptions> options)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        var seed = seeds.Of(org);
        var now = seed.Webhooks.Count == 0 ? default : EventCursor.Before(await horizon.ReadAsync(options.Value.Events.Patience));
        var accounts = await reset.RunAsync(org, seed, now);
        faults.Forget();
        observer.Forget(org);
        return SandboxJson.Ok(ResetView.Of(org, seed, seeds.Names(org), accounts));
    }
}

/// <summary>Shows the state with which the org begins again.</summary>
/// <param name="Org">The org that was reset.</param>
/// <param name="Seed"><c>file</c> when the seed file names the org, else <c>default</c>.</param>
/// <param name="Currency">The currency of accounts that are opened without one.</param>
/// <param name="ProcessingCodes">The number of processing codes.</param>
/// <param name="Accounts">The number of accounts.</param>
/// <param name="Webhooks">The number of webhooks that the seed names; all other webhooks are removed.</param>
internal sealed record ResetView(string Org, string Seed, string Currency, int ProcessingCodes, long Accounts, int Webhooks)
{
    internal static ResetView Of(OrgId org, OrgSeed seed, bool fromFile, long accounts) => new(
        org.ToString(), fromFile
            ? "file"
            : "default", seed.Template.Currency.Code, seed.Template.Codes.Count, accounts, seed.Webhooks.Count);
}
