namespace ForceOps.Postgres;

/// <summary>A posted operation of a card dialect, with what the same dialect took back of it, in the order of posting.</summary>
public sealed record CardPosting(Authorization Authorization, IReadOnlyList<Authorization> Cancellations);
