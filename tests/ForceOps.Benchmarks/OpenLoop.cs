using System.Net;

namespace ForceOps.Benchmarks;

/// <summary>
/// Forces at a constant rate, whether or not the earlier ones are answered. Each latency counts from the moment that its request was
/// to be sent: a service that stands still for a second makes a thousand requests late, not one ("coordinated omission"). The first
/// second counts as postings only: most connections are new then, and the first request of each is slower.
/// </summary>
internal sealed class OpenLoop(Uri url, int rate) : ILoad
{
    // More than a service that keeps up ever has under way; when all are taken, requests wait here and their clocks run.
    private const int Connections = 512;

    private const int NoMore = -1;

    public string Name => $"service, open loop, {rate:#,0} arrivals/s, 100,000 accounts";

    public string? Denominator => null;

    public string? Database => ServiceUnderTest.DatabaseName;

    // Every request is waited for.
    public int Unanswered => 0;

    public bool UsesService => true;

    public async Task<LoadResult> RunAsync(int seconds, CancellationToken stop)
    {
        var latencies = new double[checked(rate * seconds)];
        // The pacer's own thread sends, and whoever hears an answer goes on with it: waking a thread for each cost more than the
        // service's work.
        var due = new Arrivals();
        var requests = new ForceRequests();
        var connections = new List<RawConnection>();
        try
        {
            for (var i = 0; i < Connections; i++)
                connections.Add(await RawConnection.OpenAsync(new IPEndPoint(IPAddress.Parse(url.Host), url.Port), stop));
            var pacer = new Pacer(Intended(1));
            var answering = connections
                .Select(connection => AnswerAsync(connection, due, requests, pacer, latencies, stop)).ToList();
            // A thread of its own, since it blocks.
            await Task.Factory.StartNew(
                () => Arrive(due, pacer, latencies.Length, stop), stop, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await Task.WhenAll(answering);
            var took = pacer.Now;
            var summary = Latencies.Of(latencies.Skip(Math.Min(rate, latencies.Length / 2)));
            return new LoadResult(latencies.Length, took.TotalSeconds, summary.P50, summary.P99, summary.Max);
        }
        finally
        {
            foreach (var connection in connections)
                connection.Dispose();
        }
    }

    private void Arrive(Arrivals due, Pacer pacer, int count, CancellationToken stop)
    {
        for (var arrival = 0; arrival < count && !stop.IsCancellationRequested; arrival++)
        {
            pacer.WaitUntil(Intended(arrival));
            due.Add(arrival);
        }
        for (var connection = 0; connection < Connections; connection++)
            due.Add(NoMore);
    }

    private async Task AnswerAsync(
        RawConnection connection, Arrivals due, ForceRequests requests, Pacer pacer, double[] latencies, CancellationToken stop)
    {
        var request = new ForceRequests.Blank(requests);
        for (var arrival = await due.NextAsync(); arrival != NoMore; arrival = await due.NextAsync())
        {
            var status = await connection.SendAsync(request.Fill(arrival), stop);
            latencies[arrival] = (pacer.Now - Intended(arrival)).TotalMilliseconds;
            if (status != 201)
                throw new BenchmarkException($"{Name}: a force was answered with {status}.");
        }
    }

    private TimeSpan Intended(int arrival) => TimeSpan.FromSeconds((double)arrival / rate);
}
