namespace ForceOps.Api.Bluefin;

/// <summary>What path and headers of a request say.</summary>
/// <param name="Org">The tenant.</param>
/// <param name="AccountId">The merchant: the number that the path's twelve digits are.</param>
/// <param name="Cid">Correlation id.</param>
internal readonly record struct BluefinCall(OrgId Org, long AccountId, string Cid);
