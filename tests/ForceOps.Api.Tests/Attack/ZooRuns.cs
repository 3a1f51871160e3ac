using System.Text.Json;
using ForceOps.Api.Tests.Attack.Clients;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Tool;
using ForceOps.Tool.Attack;

namespace ForceOps.Api.Tests.Attack;

/// <summary>
/// Attacks clients of the zoo at the same time, since they mostly wait: the careful ones with all scenarios, each other one with those that
/// show its mistake. All of them keep the machine busy for minutes, so a quick run takes some clients and some scenarios, each time others.
/// FORCEOPS_ZOO_SEEDS takes all clients, and says with how many seeds two careful ones are attacked. With FORCEOPS_ZOO_TABLE all clients
/// meet all scenarios, and that file gets the table of the verdicts.
/// </summary>
public sealed class ZooRuns(SharedService shared) : IAsyncLifetime
{
    /// <summary>
    /// The attacks at the same time. More make a machine of two processors so busy that clients lose their patience.
    /// </summary>
    private const int AtOnce = 8;

    /// <summary>The time between the beginnings of two attacks: the first ones have the code compiled, which keeps it busy.</summary>
    private static readonly TimeSpan Stagger = TimeSpan.FromSeconds(0.5);

    /// <summary>The clients of a quick run that make a mistake.</summary>
    private const int BrokenOfQuickRun = 8;

    /// <summary>The scenarios that a careful client meets in a quick run: all of them take the better part of a minute.</summary>
    private const int ScenariosOfQuickRun = 12;

    private static readonly string? TablePath = Environment.GetEnvironmentVariable("FORCEOPS_ZOO_TABLE") is { Length: > 0 } path ? path : null;

    private static readonly int? Seeds =
        int.TryParse(Environment.GetEnvironmentVariable("FORCEOPS_ZOO_SEEDS"), out var seeds) ? seeds : TablePath is null ? null : 1;

    /// <summary>The clients that are attacked, with their seeds and the scenarios; none: all of them.</summary>
    internal static IReadOnlyList<(ZooClient Client, int Seed, IReadOnlyList<string> Scenarios)> Plan { get; } = [.. Seeds is { } all
        ? Zoo.Clients.SelectMany(client => Enumerable.Range(1, client.Name is "careful" or "listening" ? all : 1)
            .Select(seed => (client, seed, TablePath is null ? client.Scenarios : [])))
        : Drawn().Select(client => (client, Random.Shared.Next(1, 1000), client.Rule is null ? DrawnScenarios() : client.Scenarios))];

    private readonly SemaphoreSlim _turn = new(AtOnce);
    private readonly string _folder = Directory.CreateTempSubdirectory("forceops-zoo-").FullName;
    private readonly List<(ZooClient Client, Task<ZooRun> Run)> _runs = [];
    private RunningService? _service;
    private ZooHost? _host;

    public async ValueTask InitializeAsync()
    {
        var plan = Plan.Select(one => (one.Client, one.Seed, one.Scenarios, Org: $"TN-{Guid.NewGuid()}")).ToList();
        _service = await RunningService.StartAsync(
            await shared.Postgres.CreateDatabaseAsync(),
            [
                // Else an event is dead after minutes only.
                ("ForceOps:Webhooks:TriesMax", "3"), ("ForceOps:Webhooks:RetryDelay", "00:00:00.050"),
                // A dozen webhooks that look for events twenty times a second would be most of the load.
                ("ForceOps:Events:PollInterval", "00:00:00.250"),
                // A token is for the org of its key.
                .. plan.SelectMany((one, i) => new[]
                {
                    ($"ForceOps:Keys:{i}:ServerKey", one.Org), ($"ForceOps:Keys:{i}:ServerSecret", SecretOf(one.Org)),
                    ($"ForceOps:Keys:{i}:Tenant", one.Org),
                }),
            ]);
        _host = await ZooHost.StartAsync();
        _runs.AddRange(plan.Select(
            (one, i) => (one.Client, AttackAsync(one.Client, one.Org, one.Seed, one.Scenarios, after: i * Stagger))));
    }

    /// <summary>Returns the attacks on a client, one for each seed.</summary>
    internal async Task<IReadOnlyList<ZooRun>> OfAsync(string client) =>
        await Task.WhenAll(_runs.Where(one => one.Client.Name == client).Select(one => one.Run));

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_runs.Select(one => (Task)one.Run)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (TablePath is not null)
        {
            await File.WriteAllTextAsync(
                TablePath, ZooTable.Of([.. _runs.Where(one => one.Run.IsCompletedSuccessfully).Select(one => one.Run.Result)]));
        }
        if (_host is not null)
            await _host.DisposeAsync();
        if (_service is not null)
            await _service.DisposeAsync();
        _turn.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>
    /// Draws the clients of a quick run. The first careful one shows every habit; the others show that more work is no mistake by itself.
    /// </summary>
    private static IEnumerable<ZooClient> Drawn()
    {
        var careful = Zoo.Clients.Where(client => client.Rule is null).ToArray();
        var broken = Zoo.Clients.Where(client => client.Rule is not null).ToArray();
        Random.Shared.Shuffle(broken);
        return [careful[0], careful[Random.Shared.Next(1, careful.Length)], .. broken.Take(BrokenOfQuickRun)];
    }

    private static string[] DrawnScenarios()
    {
        var names = Scenario.All.Select(scenario => scenario.Name).ToArray();
        Random.Shared.Shuffle(names);
        return names[..ScenariosOfQuickRun];
    }

    private static string SecretOf(string org) => $"secret-of-{org}";

    private async Task<ZooRun> AttackAsync(ZooClient client, string org, int seed, IReadOnlyList<string> scenarios, TimeSpan after)
    {
        await Task.Delay(after);
        await _turn.WaitAsync();
        try
        {
            await using var tenant = new Tenant(_service!, org);
            var name = $"{client.Name}-{seed}";
            var address = _host!.Add(name, client.Make(new ClientSeat(_service!.Url, org, org, SecretOf(org), seed)));
            var drive = Path.Combine(_folder, $"{name}.http");
            await File.WriteAllTextAsync(drive, string.Join("\n###\n", Enumerable.Repeat($$$"""
                POST {{{address}}}pay
                content-type: application/json

                {"account":{{account}},"amount":{{amount}},"id":"{{uuid}}"}
                """, client.PaymentsOfUnit)));
            var run = await tenant.ToolAsync(
            [
                "attack", "--drive-http", drive, "--webhook-url", $"{address}webhooks", "--webhook-secret", CarefulReceiver.WebhookSecret,
                "--believes", $"{address}balance/{{{{account}}}}", "--seed", $"{seed}", "--slow", "2s", "--json",
                .. scenarios.SelectMany(scenario => new[] { "--scenario", scenario }),
            ]);
            return new ZooRun(client, seed, run.ExitCode, run.Output, run.Error);
        }
        finally
        {
            _turn.Release();
        }
    }
}

/// <summary>One attack on a client, and what it said.</summary>
internal sealed record ZooRun(ZooClient Client, int Seed, int ExitCode, string Output, string Error)
{
    private readonly Lazy<JsonElement> _json = new(() => JsonDocument.Parse(Output).RootElement);

    /// <summary>Each scenario with its verdict.</summary>
    internal IReadOnlyList<(string Name, string Verdict)> Verdicts => [.. _json.Value.GetProperty("scenarios").EnumerateArray()
        .Select(scenario => (scenario.GetProperty("name").GetString()!, scenario.GetProperty("verdict").GetString()!))];

    /// <summary>The rules that were named, for a scenario or for the whole.</summary>
    internal IReadOnlySet<string> Rules => _json.Value.GetProperty("scenarios").EnumerateArray().Append(_json.Value)
        .SelectMany(part => part.GetProperty("findings").EnumerateArray()).Select(finding => finding.GetProperty("rule").GetString()!)
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>What was not as calm times taught, in words.</summary>
    internal IReadOnlyList<string> Differences => [.. _json.Value.GetProperty("scenarios").EnumerateArray()
        .SelectMany(scenario => scenario.GetProperty("differences").EnumerateArray()
            .Select(difference => $"{scenario.GetProperty("name").GetString()}: {difference.GetProperty("what").GetString()}"))];

    internal bool IsJudged => Output.StartsWith('{');

    /// <summary>All that was said, for who has to find out why.</summary>
    public override string ToString() => $"{Client.Name}, seed {Seed}: exit code {ExitCode}\n{Error}\n{Output}";
}
