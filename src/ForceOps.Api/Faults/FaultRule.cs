namespace ForceOps.Api.Faults;

/// <summary>Something that an org wants to go wrong, and when.</summary>
internal sealed record FaultRule(string Name, FaultMatch Match, FaultEffect Effect);
