using System.CommandLine;
using System.Diagnostics;

namespace ForceOps.Torture.Fuzz;

/// <summary>Sends requests made from the documents that the service serves, right and wrong ones, and judges every answer.</summary>
internal static class FuzzCommand
{
    private const int CasesOfSession = 200;

    internal static Command Make()
    {
        var cases = new Option<long>("--cases") { Description = "How many requests to send.", DefaultValueFactory = _ => 20_000 };
        var seed = SeedOption.Of("The requests follow");
        var url = new Option<Uri?>("--url")
        {
            Description = "A service that runs; without it one is started, with a PostgreSQL of its own.",
            CustomParser = result => new Uri(result.Tokens[0].Value),
        };
        var workers = new Option<int>("--workers") { Description = "Orgs at the same time.", DefaultValueFactory = _ => 8 };
        var patience = new Option<int>("--patience") { Description = "Seconds for an answer.", DefaultValueFactory = _ => 10 };
        var memory = new Option<long>("--memory") 
        {
            Description = "Megabytes that the started service may have.", DefaultValueFactory = _ => 1024,
        };
        var trace = new Option<bool>("--trace") { Description = "Print each request as a line for a shell, with the status that it got." };
        var strict = new Option<bool>("--strict") { Description = "Start the service in strict mode, and sign what is sent with its keys." };
        var selfTest = new Option<bool>("--self-test") { Description = "First prove that the judge sees what is planted." };
        var command = new Command("fuzz", "Sends requests made from the OpenAPI documents, right and wrong ones, and judges every answer.")
        {
            cases, seed, url, workers, patience, memory, trace, strict, selfTest,
        };
        command.SetAction(async (parsed, stop) =>
        {
            await using var service = parsed.GetValue(url) is { } given
                ? StartedService.At(given)
                : await StartedService.StartAsync(parsed.GetValue(strict), stop);
            await using var sink = new EventSink();
            var plan = await FuzzPlan.ReadAsync(
                service.Url, sink.Url, mayLeaveOrg: service.IsOurs, TimeSpan.FromSeconds(parsed.GetValue(patience)),
                parsed.GetValue(trace));
            if (parsed.GetValue(selfTest) && !await JudgeTest.RunAsync(plan, KeysOf(service, 0), Console.Out))
                return 1;
            var (count, start) = (parsed.GetValue(cases), parsed.GetValue(seed));
            Console.WriteLine($"fuzz --cases {count} --seed {start} --workers {parsed.GetValue(workers)}, {service.Url}");
            var peak = await RunAsync(service, plan, count, start, parsed.GetValue(workers));
            return plan.Tally.IsClean && peak <= parsed.GetValue(memory) ? 0 : 1;
        });
        return command;
    }

    /// <summary>Answers the most memory that was seen.</summary>
    private static async Task<long> RunAsync(StartedService service, FuzzPlan plan, long cases, int seed, int workers)
    {
        var (before, watch) = (service.Memory(), Stopwatch.StartNew());
        using var end = new CancellationTokenSource();
        var watching = WatchAsync(service, plan.Tally, cases, end.Token);
        await PlayExamplesAsync(plan, new Random(seed), route => KeysOf(service, Credentials.FirstOfExamples + route));
        var each = Math.Max(0, cases - plan.Tally.Cases) / workers;
        await Task.WhenAll(Enumerable.Range(1, workers).Select(
            worker => Task.Run(() => WorkAsync(plan, each, unchecked((seed * 1009) + worker), KeysOf(service, worker)))));
        await end.CancelAsync();
        var peak = await watching;
        Console.WriteLine(plan.Tally.Report(plan.Routes));
        Console.WriteLine(FormattableString.Invariant(
            $"{watch.Elapsed.TotalSeconds:N0} s, {plan.Tally.Cases / watch.Elapsed.TotalSeconds:N0} cases a second, seed {seed}"));
        var (here, there) = (Environment.CpuUsage.TotalTime.TotalSeconds, service.ProcessorTime().TotalSeconds);
        Console.WriteLine(FormattableString.Invariant($"processor time: {here:N1} s here, {there:N1} s of the service"));
        if (before > 0)
            Console.WriteLine($"memory of the service: {before} MB before, {service.Memory()} MB after, {peak} MB at most");
        return peak;
    }

    /// <summary>Each worker has an org of its own in strict mode too.</summary>
    private static Credentials? KeysOf(StartedService service, int worker) =>
        service.IsStrict ? new Credentials(service.Url, worker) : null;

    /// <summary>The first example of each route succeeds in a new org. It also wakes up a service that has just started.</summary>
    private static async Task PlayExamplesAsync(FuzzPlan plan, Random random, Func<int, Credentials?> keysOf)
    {
        foreach (var (number, route) in plan.Routes.Index())
        {
            using var session = new FuzzSession(plan, random, keysOf(number));
            await session.PlayExampleAsync(route);
        }
    }

    private static async Task WorkAsync(FuzzPlan plan, long cases, int seed, Credentials? credentials)
    {
        var random = new Random(seed);
        for (var sent = 0L; sent < cases;)
        {
            using var session = new FuzzSession(plan, random, credentials);
            await session.RunAsync(Math.Min(CasesOfSession, cases - sent));
            sent += session.Sent;
        }
    }

    /// <summary>Looks at the service's memory, says each minute how far the run is, and answers the most megabytes it saw.</summary>
    private static async Task<long> WatchAsync(StartedService service, FuzzTally tally, long cases, CancellationToken end)
    {
        var peak = 0L;
        for (var second = 1; !end.IsCancellationRequested; second++)
        {
            peak = Math.Max(peak, service.Memory());
            if (second % 60 == 0)
                Console.WriteLine($"{tally.Cases} of {cases} cases, {service.Memory()} MB");
            await Task.Delay(1000, end).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
        return peak;
    }
}
