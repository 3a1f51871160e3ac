namespace ForceOps.Benchmarks;

/// <summary>Runs a load between two readings of the clocks and of the table, and refuses a result that is not what is stored.</summary>
internal sealed class Measurement(DatabaseServer server, ServiceUnderTest? service)
{
    internal async Task<MeasuredRun> RunAsync(ILoad load, int round, int seconds, CancellationToken stop)
    {
        await server.CheckpointAsync(stop);
        var rowsBefore = await RowsAsync(load, stop);
        var serviceProcess = load.UsesService ? service?.ProcessId : null;
        var commitsBefore = await CommitCount.ReadAsync(server, stop);
        var before = CpuTime.Read(serviceProcess, server.ProcessId);
        var result = await load.RunAsync(seconds, stop);
        var after = CpuTime.Read(serviceProcess, server.ProcessId);
        var rows = load.Database is null ? result.Answers : await RowsAsync(load, stop) - rowsBefore;
        var commits = await CommitCount.ReadAsync(server, stop) - commitsBefore;
        RequireRows(load, result, rows);
        return new MeasuredRun(load.Name, load.Denominator, round, result, rows, commits,
            // What a peer takes is nobody's here, and would look like a disturbance.
            after is null || before is null || load.Database is null ? null : after - before);
    }

    private async Task<long> RowsAsync(ILoad load, CancellationToken stop) =>
        load.Database is { } database ? await RowCount.SettledAsync(server, database, stop) : 0;

    /// <summary>What was answered is stored; the rows that nobody was told of are at most those of requests that were cut off.</summary>
    private static void RequireRows(ILoad load, LoadResult result, long rows)
    {
        if (rows < result.Promised || rows > result.Promised + load.Unanswered)
        {
            throw new BenchmarkException(
                $"{load.Name}: {result.Promised} authorizations were promised by answers and {rows} are stored; "
                + $"there must be at least as many, and at most {load.Unanswered} more.");
        }
    }
}
