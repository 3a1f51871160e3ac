namespace ForceOps.Api.Pismo;

/// <summary>Authorization ids of a cancellation; an absent side is 0 here (Pismo's cancellation sample).</summary>
internal sealed record SidesOrZero(long Credit, long Debit);
