namespace ForceOps.Benchmarks;

/// <summary>One benchmark from the empty server to the table.</summary>
internal static class Session
{
    // From here on it is doubtful whose speed was measured.
    private const double OthersShareMost = 0.05;

    internal static async Task RunAsync(BenchmarkOptions options, CancellationToken stop)
    {
        // Before anything is started: a missing tool is said at once.
        if (options.OpenLoopRate is null)
            (_, _) = (ReferenceLoad.FindPgbench(), WrkLoad.FindWrk());
#if DEBUG
        if (!options.Quick)
            throw new BenchmarkException("Built for debugging, the service is slower than it is. Use dotnet run -c Release, or --quick.");
#endif
        Say("Starting PostgreSQL");
        await using var server = await DatabaseServer.StartAsync(options.Postgres, stop);
        var machine = await Machine.ReadAsync(server, options.Quick, stop);
        if (options.OpenLoopRate is null)
        {
            Say("Loading the reference schema");
            await ReferenceLoad.PrepareAsync(server, stop);
        }
        Say($"Starting the service and opening {ReferenceScript.Accounts:#,0} accounts");
        await using var service = await ServiceUnderTest.StartAsync(server, stop);
        await service.OpenAccountsAsync(ReferenceScript.Accounts, stop);
        // The accounts alone, as schema.sql does it. Tables that VACUUM has seen empty get plans for empty tables, which are kept.
        await server.RunAsync(ServiceUnderTest.DatabaseName, "VACUUM ANALYZE accounts", stop);

        var loads = options switch
        {
            { OpenLoopRate: { } rate } => Plan.OpenLoop(service, rate),
            { Contention: true } => Plan.Contention(server, service),
            _ => Plan.SideBySide(server, service),
        };
        var raw = RawData.Create(machine, options);
        var runs = await RunRoundsAsync(loads, new Measurement(server, service), raw, options, stop);
        Print(machine, options, runs, loads, raw);
        Say("Checking the books");
        // Autovacuum comes once a minute; before it came, the check's plans are made for empty tables and take longer than it waits.
        await server.RunAsync(ServiceUnderTest.DatabaseName, "ANALYZE", stop);
        Console.WriteLine($"The books are right: {await service.CheckAsync(stop)}");
    }

    private static async Task<List<MeasuredRun>> RunRoundsAsync(
        IReadOnlyList<ILoad> loads, Measurement measurement, RawData raw, BenchmarkOptions options, CancellationToken stop)
    {
        // Compiled code, full caches and WAL files that exist: what is measured is a service that has been running.
        foreach (var load in loads.DistinctBy(load => load.Database, StringComparer.Ordinal))
        {
            Say($"Warming up: {load.Name}");
            await measurement.RunAsync(load, round: 0, Math.Min(5, options.Seconds), stop);
        }
        var runs = new List<MeasuredRun>();
        for (var round = 1; round <= options.Runs; round++)
        {
            // Every other round runs backwards, so that no load is always the one with the fullest tables.
            foreach (var load in round % 2 == 1 ? loads : loads.Reverse())
            {
                var run = await measurement.RunAsync(load, round, options.Seconds, stop);
                raw.Add(run);
                runs.Add(run);
                Say(
                    $"Round {round} of {options.Runs}: {load.Name}: {run.PerSecond:0} per second, "
                    + $"{run.Rows} rows for {run.Result.Answers} answers");
            }
        }
        // In the order of the plan, whatever way the last round went.
        return [.. loads.SelectMany(load => runs.Where(run => string.Equals(run.Load, load.Name, StringComparison.Ordinal)))];
    }

    private static void Print(
        Machine machine, BenchmarkOptions options, IReadOnlyList<MeasuredRun> runs, IReadOnlyList<ILoad> loads, RawData raw)
    {
        Console.WriteLine();
        Console.WriteLine(machine.Line);
        Console.WriteLine($"{options.Runs} rounds of {options.Seconds} s per load, medians; fsync and synchronous_commit on.");
        Console.WriteLine();
        Console.WriteLine(ResultTable.Of(runs));
        Console.WriteLine(
            "After each run the stored rows were counted: as many as answers, and where the load cuts requests off at its end at most "
            + $"one more per connection (seen: {runs.Max(run => run.Rows - run.Result.Answers)} "
            + $"of at most {loads.Max(load => load.Unanswered)}). "
            + "No other status was seen.");
        if (runs.Max(run => run.OthersShare) is > OthersShareMost and var share)
            Console.WriteLine($"DISTURBED: other programs took up to {share:P0} of the machine during a run. Do not quote these figures.");
        if (options.Quick)
            Console.WriteLine("A quick run: it shows that everything works, not how fast.");
        Console.WriteLine($"Raw data: {raw.FilePath}");
    }

    // To standard error, so that the table alone can be kept: dotnet run … > table.md
    private static void Say(string what) => Console.Error.WriteLine(what);
}
