namespace ForceOps.Api.Tests.Service;

/// <summary>
/// Names the tests of which one runs after the other, because each of them loads the whole machine: beside each other they would all be
/// late, and slower than one by one.
/// </summary>
internal static class Lanes
{
    /// <summary>Services and databases are killed under load.</summary>
    internal const string Kills = "lane of kills";

    /// <summary>Hundreds of operations go through several services.</summary>
    internal const string Crowds = "lane of crowds";

    /// <summary>Database servers are made and started.</summary>
    internal const string Servers = "lane of servers";
}
