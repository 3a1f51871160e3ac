using System.Net;

namespace ForceOps.Cluster.Tests;

/// <summary>What only a cluster shows: where the rows are, how a batch commits, and what a killed server leaves.</summary>
public sealed class ClusterTests(Cluster cluster)
{
    private const int Callers = 8;

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Two_orgs_work_on_two_workers_and_a_batch_commits_on_one_of_them()
    {
        var nodes = cluster.Nodes;
        var (first, second) = await TwoOrgsAsync();
        await nodes[0].ReadAsync<int>("CREATE EXTENSION IF NOT EXISTS pg_walinspect; SELECT 1");
        // The statistics of a young ledger are refreshed after 200 and 2,000 postings, on all servers at once; that is no batch.
        while (first.Load.Answered < 2_100)
            await RunForAsync(first.Load, Moment / 4);
        foreach (var (load, own) in new[] { first, second })
        {
            var before = await Task.WhenAll(nodes.Select(node => node.ReadAsync<string>("SELECT pg_current_wal_flush_lsn()::text")));
            var answered = load.Answered;
            await RunForAsync(load, Moment);
            Assert.True(load.Answered > answered, "nothing was posted");
            for (var i = 0; i < nodes.Count; i++)
            {
                // What the server wrote ahead says how it committed: PREPARE is the first of two phases.
                var prepared = await nodes[i].ReadAsync<long>(
                    $"""
                    SELECT CASE WHEN pg_current_wal_flush_lsn() > '{before[i]}' THEN (
                        SELECT count(*) FROM pg_get_wal_records_info('{before[i]}', pg_current_wal_flush_lsn())
                        WHERE resource_manager = 'Transaction' AND record_type LIKE '%PREPARE%') ELSE 0 END
                    """);
                Assert.Equal(0, prepared);
                if (i > 0)
                    Assert.Equal(i == own ? load.Answered : 0, await RowsAsync(nodes[i], load));
            }
            await load.AssertNothingLostAsync();
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_server_that_is_killed_under_load_loses_nothing(int which)
    {
        var node = cluster.Nodes[which];
        var (first, second) = await TwoOrgsAsync();
        using var stop = new CancellationTokenSource();
        var running = Task.WhenAll(first.Load.RunAsync(Callers, stop.Token), second.Load.RunAsync(Callers, stop.Token));
        for (var kill = 0; kill < 3; kill++)
        {
            await Task.Delay(Moment);
            await node.KillAsync();
            await Task.Delay(Moment / 2);
            await node.StartAsync();
        }
        await Task.Delay(Moment);
        await stop.CancelAsync();
        await running;
        await WaitUntilReadyAsync(first.Load);
        await first.Load.AssertNothingLostAsync();
        await second.Load.AssertNothingLostAsync();
        foreach (var server in cluster.Nodes)
            Assert.True(await server.ReadAsync<long>("SELECT count(*) FROM pg_prepared_xacts") == 0, "a transaction is left between its two phases");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_switch_of_books_that_is_killed_leaves_the_earlier_books_or_the_later_ones(bool service)
    {
        var nodes = cluster.Nodes;
        var load = await OrgAsync();
        await AnsweredAsync(load, HttpMethod.Put, "/sandbox/accounts/1", new { currency = "USD" });
        await AnsweredAsync(load, HttpMethod.Post, "/payments/v1/payments/force", new { account_id = 1, amount = 7, processing_code = "090907" });
        await AnsweredAsync(load, HttpMethod.Put, "/sandbox/snapshots/seven", null);
        for (var kill = 0; kill < 5; kill++)
        {
            using var stop = new CancellationTokenSource();
            var switching = SwitchAsync(load, stop.Token);
            await Task.Delay(TimeSpan.FromMilliseconds(300 + 170 * kill));
            if (service)
                await cluster.KillServiceAsync();
            else
                await nodes[0].KillAsync();
            await stop.CancelAsync();
            await switching;
            if (service)
                await cluster.StartServiceAsync();
            else
                await nodes[0].StartAsync();
            await WaitUntilReadyAsync(load);
            var check = await load.ReadAsync("/sandbox/check?all=true");
            Assert.True(check.GetProperty("ok").GetBoolean(), check.ToString());
            var account = await load.ReadAsync("/sandbox/accounts/1");
            // The reset's books have no account; the snapshot's have one of 7.
            if (account.TryGetProperty("balance", out var balance))
                Assert.Equal(7, balance.GetDecimal());
            // The codes came with the book: whoever sees the pointer sees a whole book.
            await AnsweredAsync(load, HttpMethod.Post, "/payments/v1/payments/force", new { account_id = 2, amount = 1, processing_code = "090907" });
        }
    }

    /// <summary>Resets and restores by turns, with postings between, until stopped or until nobody answers.</summary>
    private static async Task SwitchAsync(Load load, CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                (await load.SendAsync(HttpMethod.Post, "/sandbox/reset")).Dispose();
                (await load.SendAsync(HttpMethod.Post, "/sandbox/snapshots/seven/restore")).Dispose();
            }
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            // It was killed.
        }
    }

    private static async Task AnsweredAsync(Load load, HttpMethod method, string path, object? body)
    {
        using var answer = await load.SendAsync(method, path, body);
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created, $"{path}: {await answer.Content.ReadAsStringAsync()}");
    }

    private static async Task RunForAsync(Load load, TimeSpan time)
    {
        using var stop = new CancellationTokenSource(time);
        await load.RunAsync(Callers, stop.Token);
    }

    private async Task<Load> OrgAsync()
    {
        var load = new Load(() => cluster.Client);
        await AnsweredAsync(load, HttpMethod.Get, "/sandbox/clock", null);
        return load;
    }

    /// <summary>Makes orgs until two of them are on the two workers.</summary>
    private async Task<((Load Load, int Node) First, (Load Load, int Node) Second)> TwoOrgsAsync()
    {
        var found = new Dictionary<int, Load>();
        for (var org = 0; found.Count < 2; org++)
        {
            Assert.True(org < 100, "all orgs are on one worker");
            var load = await OrgAsync();
            for (var i = 1; i < cluster.Nodes.Count; i++)
            {
                if (await BooksAsync(cluster.Nodes[i], load) > 0)
                    found.TryAdd(i, load);
            }
        }
        return ((found[1], 1), (found[2], 2));
    }

    private static Task<long> BooksAsync(Node node, Load load) => ShardRowsAsync(node, "books", load);

    private static Task<long> RowsAsync(Node node, Load load) => ShardRowsAsync(node, "movements", load);

    /// <summary>Counts the rows of an org's first book in the parts of a table that this server itself has.</summary>
    private static Task<long> ShardRowsAsync(Node node, string table, Load load) => node.ReadAsync<long>(
        $"""
        SET citus.override_table_visibility = off;
        SELECT coalesce(sum((xpath('/row/n/text()', query_to_xml(
            format('SELECT count(*) AS n FROM %I WHERE book = %L', relname, '{load.Org[3..]}'), false, true, '')))[1]::text::bigint), 0)::bigint
        FROM pg_class WHERE relkind = 'r' AND relname ~ '^{table}_[0-9]+$'
        """);

    private static async Task WaitUntilReadyAsync(Load load)
    {
        for (var i = 0; i < 300; i++)
        {
            try
            {
                using var answer = await load.SendAsync(
                    HttpMethod.Post, "/payments/v1/payments/force", new { account_id = 999, amount = 1, processing_code = "090900" });
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
            {
                // Not yet.
            }
            await Task.Delay(100);
        }
        Assert.Fail("the service does not post again");
    }
}
