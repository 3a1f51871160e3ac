namespace ForceOps.Api.Sandbox;

/// <summary>A fee rule: a fixed sum, a percentage of the amount, or both.</summary>
internal sealed record FeeView(decimal? Fixed, decimal? Percent);
