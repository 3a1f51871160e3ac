namespace ForceOps.Api.Sandbox;

internal sealed record OriginalView(long Id, string Type);
