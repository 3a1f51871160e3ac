namespace ForceOps.Api.Fiserv;

internal sealed record SourceAnswer(string? SourceType, CardAnswer? Card);
