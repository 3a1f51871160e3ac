using System.Net;

namespace ForceOps.Benchmarks;

/// <summary>
/// Is a ledger with many rows as fast as an empty one? The same forces before and after, then reads that must not count rows.
/// </summary>
internal static class FullTables
{
    private const int ReadsWarm = 200;
    private const int Reads = 2000;

    internal static async Task RunAsync(Testbed testbed, int rows, CancellationToken stop)
    {
        // Warmed up longer than usual: the empty tables must come first, and a service that is still getting faster would hide what
        // rows cost.
        var empty = Plan.Force(testbed.Service, "service, 256 connections, 100,000 accounts, empty tables");
        await Rounds.WarmUpAsync([empty, empty, empty], testbed, stop);
        var runs = await Rounds.RunAsync([empty], testbed, stop);

        await testbed.Service.OpenAccountsAsync(LedgerFill.LoneAccount, stop);
        var many = await new LedgerFill(testbed.Server).RunAsync(rows, stop);
        await ForceLoneAsync(testbed.Service, stop);

        var full = Plan.Force(testbed.Service, $"service, 256 connections, 100,000 accounts, {many.Total:#,0} authorizations", empty.Name);
        await Rounds.WarmUpAsync([full, full, full], testbed, stop);
        runs.AddRange(await Rounds.RunAsync([full], testbed, stop));
        Report.Print(testbed, runs, [empty, full]);
        await ReadAsync(testbed, many.OfBusyAccount, stop);
    }

    /// <summary>The one movement, by the service itself: it shows as well that it goes on after the fill.</summary>
    private static async Task ForceLoneAsync(ServiceUnderTest service, CancellationToken stop)
    {
        using var connection = await OpenAsync(service, stop);
        if (await connection.SendAsync(new ForceRequests.Blank(new ForceRequests()).Fill(1, LedgerFill.LoneAccount),
            stop) is not 201 and var status)
            throw new BenchmarkException($"A force after the fill was answered with {status}.");
    }

    private static async Task ReadAsync(Testbed testbed, int busy, CancellationToken stop)
    {
        using var connection = await OpenAsync(testbed.Service, stop);
        Console.WriteLine();
        Console.WriteLine("| read, one connection | movements | p50 ms | p99 ms | max ms | p50 to 1 movement's |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: |");
        // The movements with a limit are a page of the same length for both, so that only the number of movements differs. The days are all
        // before the first movement, so that each of them is searched for.
        foreach (var what in (string[])["/sandbox/accounts/{id}", "/sandbox/accounts/{id}/movements", "/sandbox/accounts/{id}/movements?limit=1",
            "/balances-limits/v1/accounts/{id}/daily-balances"])
        {
            Testbed.Say($"Reading {what}");
            var (one, most) = (new List<double>(), new List<double>());
            for (var i = 0; i < ReadsWarm + Reads; i++)
            {
                // By turns, so that what disturbs the machine disturbs both.
                var oneTook = await TimeAsync(connection, LedgerFill.LoneAccount, what, stop);
                var mostTook = await TimeAsync(connection, LedgerFill.BusyAccount, what, stop);
                if (i < ReadsWarm)
                    continue;
                one.Add(oneTook);
                most.Add(mostTook);
            }
            var (few, many) = (Latencies.Of(one), Latencies.Of(most));
            Print(few, 1);
            Print(many, busy);

            void Print(Latencies seen, int movements)
            {
                testbed.Raw.Add(what, movements, seen);
                Console.WriteLine(
                    $"| GET {what} | {movements:#,0} | {seen.P50:0.00} | {seen.P99:0.00} | {seen.Max:0.0} "
                    + $"| {seen.P50 / few.P50:0.00} |");
            }
        }
    }

    private static async Task<double> TimeAsync(RawConnection connection, int account, string what, CancellationToken stop)
    {
        var began = TimeProvider.System.GetTimestamp();
        var status = await connection.GetAsync(what.Replace("{id}", $"{account}", StringComparison.Ordinal), stop);
        var took = TimeProvider.System.GetElapsedTime(began);
        return status == 200 ? took.TotalMilliseconds : throw new BenchmarkException($"A read was answered with {status}.");
    }

    private static Task<RawConnection> OpenAsync(ServiceUnderTest service, CancellationToken stop) =>
        RawConnection.OpenAsync(new IPEndPoint(IPAddress.Parse(service.Url.Host), service.Url.Port), stop);
}
