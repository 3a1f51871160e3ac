namespace ForceOps;

/// <summary>An authorization that a force refers to; recorded only. A network's id is unknown here by nature.</summary>
/// <param name="Id">1 or more.</param>
/// <param name="OnNetwork">True for <c>NETWORK</c>, false for <c>PLATFORM</c>.</param>
public readonly record struct OriginalAuthorization(long Id, bool OnNetwork);
