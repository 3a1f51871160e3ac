namespace ForceOps.Postgres;

/// <summary>What was looked at and what is wrong with it.</summary>
public sealed record LedgerCheckResult(long Accounts, long Authorizations, long Movements, IReadOnlyList<LedgerProblem> Problems);
