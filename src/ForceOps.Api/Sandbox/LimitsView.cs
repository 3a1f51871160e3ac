namespace ForceOps.Api.Sandbox;

/// <summary>Most that a transfer may take from the account; null: no limit.</summary>
internal sealed record LimitsView(decimal? PerOperation, decimal? PerDay);
