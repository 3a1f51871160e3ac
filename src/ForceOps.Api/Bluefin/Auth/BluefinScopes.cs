namespace ForceOps.Api.Bluefin.Auth;

/// <summary>Scopes by operation; one of them is enough.</summary>
internal static class BluefinScopes
{
    private const string All = "pcx:payments:*";
    private const string CardNotPresent = "pcx:payments:card_not_present:*";

    internal static readonly IReadOnlyList<string> Force = [All, CardNotPresent, "pcx:payments:card_not_present:force"];
    internal static readonly IReadOnlyList<string> Refund = [All, "pcx:payments:device:*", CardNotPresent, "pcx:payments:refund"];
    internal static readonly IReadOnlyList<string> Init = [All, "pcx:payments:create"];
    internal static readonly IReadOnlyList<string> Read = [All, "pcx:payments:read"];
}
