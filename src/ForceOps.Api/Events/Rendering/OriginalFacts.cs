namespace ForceOps.Api.Events.Rendering;

/// <summary>The authorization that a force refers to.</summary>
internal sealed record OriginalFacts(long Id, string Type);
