namespace ForceOps.Api.Pismo;

/// <summary>Authorization ids of a transfer; an absent side is null here (Pismo's cash-in sample).</summary>
internal sealed record SidesOrNull(long? Credit, long? Debit);
