namespace ForceOps.Api.Hosting;

public enum ForceOpsMode
{
    /// <summary>A developer's desk: no token needed, unknown orgs and accounts are made on first use.</summary>
    Open,

    /// <summary>Like the real thing: token and tenant on every route.</summary>
    Strict,
}
