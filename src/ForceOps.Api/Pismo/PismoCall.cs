namespace ForceOps.Api.Pismo;

/// <summary>What the headers of a request say.</summary>
/// <param name="Org">The tenant.</param>
/// <param name="Cid">Correlation id, as sent or made.</param>
/// <param name="AccountId"><c>x-account-id</c>, when sent.</param>
/// <param name="InTimeline">False with <c>x-skip-timeline: true</c>.</param>
/// <param name="OnlyAccount">The account that the token is confined to; null without a token or with one for the whole org.</param>
internal readonly record struct PismoCall(OrgId Org, string Cid, long? AccountId, bool InTimeline, long? OnlyAccount)
{
    /// <summary>When a fault rule says so: the operation is accepted with 202 and posted so much later.</summary>
    public TimeSpan? Delay { get; init; }
}
