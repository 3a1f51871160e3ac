namespace ForceOps.Postgres;

/// <summary>All that an org has when it begins.</summary>
/// <param name="Template">Its currency and codes.</param>
/// <param name="Accounts">Ranges, in the order in which they are applied.</param>
/// <param name="Webhooks">Each with the secret that it gets when it is new and its change brings none.</param>
public sealed record OrgSeed(
    OrgTemplate Template,
    IReadOnlyList<(long From, long To, AccountChange Change)> Accounts,
    IReadOnlyList<(string Name, WebhookChange Change, string Secret)> Webhooks);
