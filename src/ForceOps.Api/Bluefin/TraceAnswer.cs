namespace ForceOps.Api.Bluefin;

internal sealed record TraceAnswer(IReadOnlyList<TraceEntry> History);
