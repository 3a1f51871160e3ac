namespace ForceOps.Api.Sandbox;

/// <summary>What became of a range of accounts.</summary>
internal sealed record RangeView(long Opened, long Existing);
