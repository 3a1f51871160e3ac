namespace ForceOps.Api.Sandbox;

/// <param name="Invariant">I1 to I6, as numbered in ARCHITECTURE.md.</param>
/// <param name="Org">Where.</param>
/// <param name="Id">The account, authorization or movement.</param>
/// <param name="Message">What is wrong.</param>
internal sealed record ProblemView(string Invariant, string Org, long Id, string Message);
