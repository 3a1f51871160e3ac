using System.CommandLine;

namespace ForceOps.Torture.Differential;

/// <summary>
/// Sends the same operations to three new orgs, in a crowd that makes batches, one at a time, and through two services by turns, and
/// compares answers and books row for row. How operations meet in batches must not show in what is posted.
/// </summary>
internal static class DifferentialCommand
{
    private static readonly Option<int> Operations = new("--operations")
    {
        Description = "Sent to each of the three orgs", DefaultValueFactory = _ => 3000, HelpName = "number",
    };

    private static readonly Option<int> Lanes = new("--lanes")
    {
        Description = "Clients, each with accounts of its own, who are a crowd together", DefaultValueFactory = _ => 48, HelpName = "number",
    };

    private static readonly Option<int> Seed = SeedOption.Of("The operations follow");

    private static readonly Option<string[]> Urls = new("--url")
    {
        Description = "Two services that run on one database; without them two are started, with a PostgreSQL of their own", HelpName = "url",
    };

    private static readonly Option<string?> Database = new("--database")
    {
        Description = "The database of these services: its rows are compared", HelpName = "connection string",
    };

    internal static Command Make()
    {
        var command = new Command("differential", "Posts the same in a crowd, one by one and through two services, and compares the books.")
        {
            Operations, Lanes, Seed, Urls, Database,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var (operations, lanes, seed) = (parsed.GetValue(Operations), parsed.GetValue(Lanes), parsed.GetValue(Seed));
            Console.WriteLine($"differential --operations {operations} --lanes {lanes} --seed {seed}");
            if (parsed.GetValue(Urls) is [var first, var second] && parsed.GetValue(Database) is { } database)
                return await RunAsync(new Uri(first), new Uri(second), database, operations, lanes, seed);
            await using var postgres = await OwnPostgres.StartEmptyAsync();
            (string, string)[] settings = [.. OwnPostgres.SettingsOf(new(postgres.ConnectionString))];
            var (one, oneUrl) = await ServiceProcess.StartAsync(settings, TimeSpan.FromMinutes(2), stop);
            await using var _1 = one;
            var (two, twoUrl) = await ServiceProcess.StartAsync(settings, TimeSpan.FromMinutes(2), stop);
            await using var _2 = two;
            return await RunAsync(oneUrl, twoUrl, postgres.ConnectionString, operations, lanes, seed);
        });
        return command;
    }

    private static async Task<int> RunAsync(Uri first, Uri second, string database, int operations, int lanes, int seed)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = lanes });
        var each = Math.Max(1, operations / lanes);
        var crowd = await PlayAsync("crowd", http, [first], isCrowd: true);
        var alone = await PlayAsync("one by one", http, [first], isCrowd: false);
        var both = await PlayAsync("through two services", http, [first, second], isCrowd: true);
        var differences = 0;
        foreach (var other in new[] { crowd, both })
        {
            foreach (var difference in alone.DifferencesTo(other).Take(5))
            {
                Console.WriteLine($"{other.Way} and {alone.Way}: {difference}");
                differences++;
            }
        }
        Console.WriteLine($"{alone.Rows} rows in each book, {alone.Refused} of {each * lanes} operations refused\n\n{TrustRow.Heads}");
        Console.WriteLine(new TrustRow(
            "the same in a crowd, one by one and through two services", 3, 3L * each * lanes, differences, 0, 0, 0));
        return differences == 0 ? 0 : 1;

        async Task<PlayedOrg> PlayAsync(string way, HttpClient client, Uri[] services, bool isCrowd)
        {
            var org = $"TN-{Guid.NewGuid()}";
            var clients = Enumerable.Range(0, lanes).Select(number => new Lane(client, services, org, number, seed)).ToList();
            if (isCrowd)
                await Task.WhenAll(clients.Select(lane => lane.RunAsync(each)));
            else
                for (var i = 0; i < each; i++)
                    foreach (var lane in clients)
                        await lane.RunAsync(1);
            return new PlayedOrg(way, clients, await BookRows.ReadAsync(database, org));
        }
    }
}

/// <summary>What an org heard and has.</summary>
/// <param name="Way">How the operations were sent.</param>
/// <param name="Lanes">The clients, with what they heard.</param>
/// <param name="Books">The rows of each client, in words that are the same in every org.</param>
internal sealed record PlayedOrg(string Way, IReadOnlyList<Lane> Lanes, IReadOnlyDictionary<int, IReadOnlyList<string>> Books)
{
    internal int Rows => Books.Values.Sum(rows => rows.Count);

    internal int Refused => Lanes.Sum(lane => lane.Heard.Count(heard => !heard.StartsWith("20", StringComparison.Ordinal)));

    internal IEnumerable<string> DifferencesTo(PlayedOrg other)
    {
        foreach (var (mine, others) in Lanes.Zip(other.Lanes))
        {
            if (FirstDifference(mine.Heard, others.Heard) is { } answer)
                yield return $"client {mine.Number} heard otherwise: {answer}";
            else if (FirstDifference(Books.GetValueOrDefault(mine.Number, []), other.Books.GetValueOrDefault(mine.Number, [])) is { } row)
                yield return $"client {mine.Number} has other rows: {row}";
        }
    }

    private static string? FirstDifference(IReadOnlyList<string> mine, IReadOnlyList<string> others)
    {
        for (var i = 0; i < Math.Max(mine.Count, others.Count); i++)
        {
            var (one, other) = (i < mine.Count ? mine[i] : "nothing", i < others.Count ? others[i] : "nothing");
            if (!string.Equals(one, other, StringComparison.Ordinal))
                return $"number {i}\n  {one}\n  {other}";
        }
        return null;
    }
}
