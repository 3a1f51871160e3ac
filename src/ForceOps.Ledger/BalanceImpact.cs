namespace ForceOps;

/// <summary>What an operation does to its account's balance. The numbers are those of the wire and of the tables.</summary>
public enum BalanceImpact
{
    Debit = -1,
    None = 0,
    Credit = 1,
}
