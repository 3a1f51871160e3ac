namespace ForceOps.Benchmarks;

/// <summary>
/// Transactions that wrote, of the whole server since its beginning: the id that the next one will get. PostgreSQL's statistics count
/// commits too, but sessions report to them up to ten seconds late. Autovacuum takes an id now and then as well: one in thousands.
/// </summary>
internal static class CommitCount
{
    internal static async Task<long> ReadAsync(DatabaseServer server, CancellationToken stop) =>
        long.Parse(await server.AskAsync("postgres", "SELECT pg_snapshot_xmax(pg_current_snapshot())", stop));
}
