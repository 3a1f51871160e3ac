namespace ForceOps.Postgres;

/// <summary>An invariant that does not hold, and where.</summary>
/// <param name="Invariant">I1 to I6.</param>
/// <param name="Org">Where.</param>
/// <param name="Id">The account, authorization or movement concerned.</param>
/// <param name="Message">What is wrong.</param>
public sealed record LedgerProblem(string Invariant, OrgId Org, long Id, string Message);
