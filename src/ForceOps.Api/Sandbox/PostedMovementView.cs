namespace ForceOps.Api.Sandbox;

/// <summary>A movement with both its sides; balances are null for the ledger's own accounts.</summary>
internal sealed record PostedMovementView(
    long Id, string Kind, long DebitAccount, long CreditAccount, decimal Amount, decimal? DebitBalance, decimal? CreditBalance);
