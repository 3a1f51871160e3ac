namespace ForceOps.Benchmarks;

/// <summary>One benchmark from the empty server to the table.</summary>
internal static class Session
{
    internal static async Task RunAsync(BenchmarkOptions options, CancellationToken stop)
    {
        // Before anything is started: a missing tool is said at once.
        if (options.NeedsWrk)
            _ = WrkLoad.FindWrk();
        if (options.NeedsReference)
            _ = ReferenceLoad.FindPgbench();
#if DEBUG
        if (!options.Quick)
            throw new BenchmarkException("Built for debugging, the service is slower than it is. Use dotnet run -c Release, or --quick.");
#endif
        if (options.Start)
            await MeasureStartsAsync(options, stop);
        else
            await MeasureServiceAsync(options, stop);
    }

    private static async Task MeasureStartsAsync(BenchmarkOptions options, CancellationToken stop)
    {
        Machine machine;
        // Ended before the first start, so that none runs beside it.
        await using (var server = await DatabaseServer.StartAsync(options.Postgres, stop))
            machine = await Machine.ReadAsync(server, options.Quick, stop);
        await StartTimes.RunAsync(machine, options, RawData.Create(machine, options), stop);
    }

    private static async Task MeasureServiceAsync(BenchmarkOptions options, CancellationToken stop)
    {
        Testbed.Say("Starting PostgreSQL");
        await using var server = await DatabaseServer.StartAsync(options.Postgres, stop);
        var machine = await Machine.ReadAsync(server, options.Quick, stop);
        if (options.NeedsReference)
        {
            Testbed.Say("Loading the reference schema");
            await ReferenceLoad.PrepareAsync(server, stop);
        }
        Testbed.Say($"Starting the service and opening {ReferenceScript.Accounts:#,0} accounts");
        await using var service = await ServiceUnderTest.StartAsync(server, stop);
        await service.OpenAccountsAsync(ReferenceScript.Accounts, stop);
        // The accounts alone, as schema.sql does it. Tables that VACUUM has seen empty get plans for empty tables, which are kept.
        await server.RunAsync(ServiceUnderTest.DatabaseName, "VACUUM ANALYZE accounts", stop);

        var testbed = new Testbed(server, service, machine, options, RawData.Create(machine, options));
        if (options.Rows is { } rows)
            await FullTables.RunAsync(testbed, rows, stop);
        else if (options.MemoryMinutes is { } minutes)
            await ResidentMemory.RunAsync(testbed, minutes, stop);
        else
            await CompareAsync(testbed, stop);
        Testbed.Say("Checking the books");
        // Autovacuum comes once a minute; before it came, the check's plans are made for empty tables and take longer than it waits.
        await server.RunAsync(ServiceUnderTest.DatabaseName, "ANALYZE", stop);
        Console.WriteLine($"The books are right: {await service.CheckAsync(stop)}");
    }

    private static async Task CompareAsync(Testbed testbed, CancellationToken stop)
    {
        var (server, service) = (testbed.Server, testbed.Service);
        await using var peers = testbed.Options.Peers ? await Peers.StartAsync(stop) : null;
        var loads = testbed.Options switch
        {
            { OpenLoopRate: { } rate } => Plan.OpenLoop(service, rate),
            { Contention: true } => Plan.Contention(server, service),
            { Mixed: true } => Plan.Mixed(service),
            { Peers: true } => Plan.BesidePeers(service, peers!),
            _ => Plan.SideBySide(server, service),
        };
        // Each kind of request once: forces alone compile no line of a cancel.
        var first = testbed.Options is { Mixed: true } or { Peers: true }
            ? loads
            : loads.DistinctBy(load => load.Database, StringComparer.Ordinal);
        await Rounds.WarmUpAsync(first, testbed, stop);
        Report.Print(testbed, await Rounds.RunAsync(loads, testbed, stop), loads);
    }
}
