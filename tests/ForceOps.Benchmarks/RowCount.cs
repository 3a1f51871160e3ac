namespace ForceOps.Benchmarks;

/// <summary>
/// How many authorizations are stored, asked until the answer stands still: a load may end while its last requests are under way.
/// </summary>
internal static class RowCount
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    internal static async Task<long> SettledAsync(DatabaseServer server, string database, CancellationToken stop)
    {
        for (var last = -1L; ;)
        {
            var now = long.Parse(await server.AskAsync(database, "SELECT count(*) FROM authorizations", stop));
            if (now == last)
                return now;
            last = now;
            await Task.Delay(Pause, stop);
        }
    }
}
