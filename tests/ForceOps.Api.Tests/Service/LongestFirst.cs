using ForceOps.Api.Tests.Service;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]
// Half of the tests wait, for a start, a retry or a timeout: with as many tests as processors, half of the machine would wait with them.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]

namespace ForceOps.Api.Tests.Service;

/// <summary>
/// A run is over when the last test is: those that take long start first, or one of them would go on alone at the end, with nothing
/// left to do
/// beside it. A wrong list costs time and nothing else.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    /// <summary>Seconds and more, the longest first: test classes, and the collections of those that share a service.</summary>
    private static readonly string[] Long =
    [
        "Events.WebhookCrashTests", "Snapshots.RestoreCrashTests", "Storm.ServiceKilledTests", "Seed.SeedTests", "Telemetry.TelemetryTests",
        "Delayed.DelayedKilledTests", Storm.TwoServices.Name, "Model.ModelTests", "Snapshots.SweeperTests", "Storm.LostCommitTests",
        "Storm.DatabaseKilledTests",
        "Delayed.TwoWorkersTests", "Hosting.WrongSettingTests", "Embedded.CrashTests", "Embedded.EmbeddedPostgresTests",
        "Faults.FaultChanceTests",
        "Events.EventOrderTests", "Tokens.SecretsInOutputTests", "Snapshots.SnapshotTests", "Database.UpgradeTests",
        Storm.NarrowService.Name,
        Delayed.LateService.Name, Tokens.StrictService.Name, "Storm.TerminatedConnectionTests", "Seed.WrongSeedTests",
        "Events.WebhookTests",
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(collection => Rank(collection.TestCollectionDisplayName))];

    private static int Rank(string name) => Array.FindIndex(Long, name.Contains) is var rank and >= 0 ? rank : Long.Length;
}
