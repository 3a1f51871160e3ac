namespace ForceOps.Torture.Crash;

/// <summary>What the command line asks for.</summary>
/// <param name="Seed">What is done, and when by count, follows from it; how long things take does not.</param>
/// <param name="Minutes">The run goes on for so long.</param>
/// <param name="Kills">And until so many processes were killed.</param>
/// <param name="Faults">The kinds of faults to choose from.</param>
/// <param name="Once">Each of them is played once, and the run is over.</param>
/// <param name="Services">The services on one database.</param>
/// <param name="Clients">The clients at the same time.</param>
internal sealed record CrashPlan(
    int Seed, double Minutes, int Kills, IReadOnlyList<FaultKind> Faults, bool Once, int Services, int Clients);
