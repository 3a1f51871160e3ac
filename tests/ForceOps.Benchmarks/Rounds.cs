namespace ForceOps.Benchmarks;

/// <summary>The same loads again and again, so that there is a median.</summary>
internal static class Rounds
{
    // Compiled code, full caches and WAL files that exist: what is measured is a service that has been running.
    internal static async Task WarmUpAsync(IEnumerable<ILoad> loads, Testbed testbed, CancellationToken stop)
    {
        foreach (var load in loads)
        {
            Testbed.Say($"Warming up: {load.Name}");
            await testbed.Measurement.RunAsync(load, round: 0, Math.Min(5, testbed.Options.Seconds), stop);
        }
    }

    internal static async Task<List<MeasuredRun>> RunAsync(IReadOnlyList<ILoad> loads, Testbed testbed, CancellationToken stop)
    {
        var options = testbed.Options;
        var runs = new List<MeasuredRun>();
        for (var round = 1; round <= options.Runs; round++)
        {
            // Every other round runs backwards, so that no load is always the one with the fullest tables.
            foreach (var load in round % 2 == 1 ? loads : loads.Reverse())
            {
                var run = await testbed.Measurement.RunAsync(load, round, options.Seconds, stop);
                testbed.Raw.Add(run);
                runs.Add(run);
                Testbed.Say(
                    $"Round {round} of {options.Runs}: {load.Name}: {run.PerSecond:0} per second, "
                    + $"{run.Rows} rows for {run.Result.Answers} answers");
            }
        }
        // In the order of the plan, whatever way the last round went.
        return [.. loads.SelectMany(load => runs.Where(run => string.Equals(run.Load, load.Name, StringComparison.Ordinal)))];
    }
}
