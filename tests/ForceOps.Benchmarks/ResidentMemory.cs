using System.Diagnostics;

namespace ForceOps.Benchmarks;

/// <summary>
/// What the service takes of the machine's memory while it posts as much as it can: once a second, from after the warm-up.
/// </summary>
internal static class ResidentMemory
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    internal static async Task RunAsync(Testbed testbed, int minutes, CancellationToken stop)
    {
        var load = Plan.Force(testbed.Service, "service, 256 connections, 100,000 accounts");
        await Rounds.WarmUpAsync([load], testbed, stop);
        var seconds = testbed.Options.Quick ? testbed.Options.Seconds : minutes * 60;
        Testbed.Say($"Full load for {seconds} s");
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var sampling = SampleAsync(testbed.Service.ProcessId, ended.Token);
        MeasuredRun run;
        try
        {
            run = await testbed.Measurement.RunAsync(load, round: 1, seconds, stop);
        }
        finally
        {
            await ended.CancelAsync();
        }
        var samples = await sampling;
        testbed.Raw.Add(run);
        testbed.Raw.Add(samples);
        Report.Print(testbed with { Options = testbed.Options.OneRunOf(seconds) }, [run], [load]);
        Console.WriteLine(
            $"Resident memory of the service over {samples.Count} s: first {samples[0]:0} MB, last {samples[^1]:0} MB, "
            + $"lowest {samples.Min():0} MB, highest {samples.Max():0} MB.");
    }

    private static async Task<List<double>> SampleAsync(int id, CancellationToken ended)
    {
        var samples = new List<double>();
        using var process = Process.GetProcessById(id);
        do
        {
            process.Refresh();
            samples.Add(process.WorkingSet64 / 1e6);
            await Task.Delay(Interval, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        while (!ended.IsCancellationRequested);
        return samples;
    }
}
