namespace ForceOps.Benchmarks;

/// <summary>From the call of the service to its readiness, PostgreSQL included: on data that exist, and on none.</summary>
internal static class StartTimes
{
    private const int Starts = 5;

    internal static async Task RunAsync(Machine machine, BenchmarkOptions options, RawData raw, CancellationToken stop)
    {
        var folder = Path.Combine(Path.GetTempPath(), "forceops-starts-" + Guid.NewGuid().ToString("N")[..12]);
        try
        {
            Testbed.Say("A start that is not counted: it finds or fetches PostgreSQL's programs");
            await TimeAsync(Path.Combine(folder, "0"), stop);
            var (first, again) = (new List<double>(), new List<double>());
            for (var start = 1; start <= Starts; start++)
            {
                var data = Path.Combine(folder, start.ToString());
                first.Add(await TimeAsync(data, stop));
                again.Add(await TimeAsync(data, stop));
                raw.Add("first ever", first[^1]);
                raw.Add("existing data", again[^1]);
                Testbed.Say($"Start {start} of {Starts}: first ever {first[^1]:0.00} s, again {again[^1]:0.00} s");
            }
            Console.WriteLine();
            Console.WriteLine(machine.Line);
            Console.WriteLine();
            Console.WriteLine($"| start to ready, median of {Starts} | s | fastest | slowest |");
            Console.WriteLine("| --- | ---: | ---: | ---: |");
            Console.WriteLine($"| existing embedded cluster | {Median.Of(again):0.00} | {again.Min():0.00} | {again.Max():0.00} |");
            Console.WriteLine($"| first ever, binaries at hand | {Median.Of(first):0.00} | {first.Min():0.00} | {first.Max():0.00} |");
            if (options.Quick)
                Console.WriteLine("A quick run: it shows that everything works, not how fast.");
            Console.WriteLine($"Raw data: {raw.FilePath}");
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> TimeAsync(string data, CancellationToken stop)
    {
        var began = TimeProvider.System.GetTimestamp();
        await using var service = await ServiceUnderTest.StartEmbeddedAsync(data, stop);
        var took = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        return await service.IsReadyAsync(stop) ? took : throw new BenchmarkException("The service said that it is ready, and was not.");
    }
}
