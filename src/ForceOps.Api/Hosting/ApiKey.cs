namespace ForceOps.Api.Hosting;

/// <summary>Who may ask for tokens.</summary>
/// <param name="ServerKey">Also the client id of the OAuth route.</param>
/// <param name="ServerSecret">Compared in constant time, never logged.</param>
/// <param name="Org">The org that its tokens are for.</param>
internal sealed record ApiKey(string ServerKey, string ServerSecret, OrgId Org)
{
    /// <summary>Published on purpose, for a developer's desk; strict mode refuses to start with it.</summary>
    internal static readonly ApiKey Demo = new("forceops-demo-key", "forceops-demo-secret", OrgId.Default);

    /// <summary>Not the values: a record's own form would print the secret.</summary>
    public override string ToString() => $"ApiKey of {Org}";
}
