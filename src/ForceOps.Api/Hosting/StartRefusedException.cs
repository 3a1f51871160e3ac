namespace ForceOps.Api.Hosting;

/// <summary>Settings that contradict each other, found at start.</summary>
internal sealed class StartRefusedException(string reason) : Exception(reason);
