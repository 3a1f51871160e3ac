using ForceOps.Postgres;

namespace ForceOps.Api.Sandbox;

/// <summary>What the org begins with again.</summary>
/// <param name="Org">Which one.</param>
/// <param name="Seed"><c>file</c> when the seed file names the org, else <c>default</c>.</param>
/// <param name="Currency">Of accounts that are opened without one.</param>
/// <param name="ProcessingCodes">How many.</param>
/// <param name="Accounts">How many.</param>
/// <param name="Webhooks">How many; the others are gone.</param>
internal sealed record ResetView(string Org, string Seed, string Currency, int ProcessingCodes, long Accounts, int Webhooks)
{
    internal static ResetView Of(OrgId org, OrgSeed seed, bool fromFile, long accounts) => new(
        org.ToString(), fromFile ? "file" : "default", seed.Template.Currency.Code, seed.Template.Codes.Count, accounts, seed.Webhooks.Count);
}
