using ForceOps.Api.Tests.Service;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]
// Half of the tests wait, for a start, a retry or a timeout: with as many tests as processors, half of the machine would wait with them.
// With six at once, starts took half a minute and patience ended.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]

namespace ForceOps.Api.Tests.Service;

/// <summary>
/// A run is over when the last test is: those that take long start first, or one of them would go on alone at the end, with nothing
/// left to do beside
/// it. A wrong list costs time and nothing else.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    /// <summary>Seconds and more, the longest first: test classes, and the collections of those that share a service.</summary>
    private static readonly string[] Long =
    [
        Lanes.Kills, Hosting.Chromium.Name, Outage.FreezableService.Name, Lanes.Crowds, "Tool.PackageToolTests", Lanes.Servers,
        "Telemetry.TelemetryTests", Storm.TwoServices.Name, "Outage.UnwritableDatabaseTests", "Hosting.DatabaseMessageTests",
        "Tokens.SecretsInOutputTests", "Model.ModelTests", "Events.ReceiverAnswerTests", "Storm.LockTimeoutTests", "Snapshots.ResetTests",
        "Hosting.FirstExamplesTests", "Hosting.SwaggerTests", "Seed.SeedTests", "Faults.FaultChanceTests", "Sandbox.DamageTests",
        "Moments.MomentSequenceTests", "Snapshots.SweeperTests", "TestKit.ServerKitTests", "Snapshots.ManyOrgsTests",
        "Database.UpgradeTests", "Clock.ClockRestartTests", "Database.PresentBuildTests", "Accounts.StatusEventTests",
        "Hosting.ListeningTests", Tokens.StrictService.Name, Storm.NarrowService.Name, Delayed.LateService.Name,
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(collection => Rank(collection.TestCollectionDisplayName))];

    private static int Rank(string name) => Array.FindIndex(Long, name.Contains) is var rank and >= 0 ? rank : Long.Length;
}
