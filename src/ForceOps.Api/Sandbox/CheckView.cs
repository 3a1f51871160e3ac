using ForceOps.Postgres;

namespace ForceOps.Api.Sandbox;

/// <summary>Whether the books are right.</summary>
internal sealed record CheckView(bool Ok, CheckedView Checked, IReadOnlyList<ProblemView> Problems)
{
    internal static CheckView Of(LedgerCheckResult result) => new(
        result.Problems.Count == 0,
        new CheckedView(result.Accounts, result.Authorizations, result.Movements),
        [.. result.Problems.Select(problem => new ProblemView(problem.Invariant, problem.Org.ToString(), problem.Id, problem.Message))]);
}
