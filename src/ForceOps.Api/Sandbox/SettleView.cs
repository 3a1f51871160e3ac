namespace ForceOps.Api.Sandbox;

/// <param name="Settled">Operations of merchants that this settlement added.</param>
internal sealed record SettleView(long Settled);
