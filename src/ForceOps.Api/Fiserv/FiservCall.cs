namespace ForceOps.Api.Fiserv;

/// <summary>What the headers of a request say.</summary>
/// <param name="Org">The tenant.</param>
/// <param name="ClientRequestId">As sent, or made.</param>
/// <param name="Cid">Correlation id.</param>
internal readonly record struct FiservCall(OrgId Org, string ClientRequestId, string Cid);
