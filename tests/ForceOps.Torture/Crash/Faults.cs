using Npgsql;

namespace ForceOps.Torture.Crash;

/// <summary>Does to a stage what the random numbers say, and brings everything back.</summary>
internal sealed class Faults(Stage stage, Caller keeper, Tally tally, Random random)
{
    private const string OfServices = "application_name LIKE 'forceops%'";

    /// <summary>The processes that were killed so far.</summary>
    internal int Kills { get; private set; }

    /// <summary>Strikes; answers how often, and what the checks of the fault's own orgs found.</summary>
    internal async Task<(int Strikes, IReadOnlyList<Problem> Problems)> StrikeAsync(FaultKind kind)
    {
        switch (kind)
        {
            case FaultKind.KillService:
                await KillServicesAsync();
                return (1, []);
            case FaultKind.KillOne:
                await stage.Services.KillAsync(random.Next(stage.Services.Count));
                Kills++;
                // The others go on alone for a while.
                await Task.Delay(random.Next(0, 1000));
                return (1, []);
            case FaultKind.KillPostgres:
                await KillPostgresAsync();
                return (1, []);
            case FaultKind.RestartPostgres:
                await stage.Postgres.StopAsync();
                await stage.Postgres.StartAgainAsync();
                return (1, []);
            case FaultKind.KillBoth:
                await Task.WhenAll(Task.Run(stage.Postgres.Kill), stage.Services.KillAllAsync());
                Kills += 1 + stage.Services.Count;
                await stage.Postgres.StartAgainAsync();
                return (1, []);
            case FaultKind.CutCommit:
                return (await CutCommitsAsync(), []);
            case FaultKind.Freeze:
                stage.Postgres.Freeze();
                await PauseAsync();
                stage.Postgres.Thaw();
                return (1, []);
            case FaultKind.FreezeSession:
                return (await FreezeSessionAsync(), []);
            case FaultKind.FullDisk:
                stage.Disk!.Fill();
                await Task.Delay(random.Next(500, 2000));
                stage.Disk.MakeRoom();
                return (1, []);
            case FaultKind.NoConnections:
                await TakeConnectionsAsync();
                return (1, []);
            case FaultKind.ClockJump:
                await keeper.MustAsync(HttpMethod.Post, "/sandbox/clock/advance", $$"""{"by":"PT{{random.Next(1, 80)}}H{{random.Next(60)}}M"}""");
                return (1, []);
            case FaultKind.KillSnapshot:
                return (1, await AsideAsync(side => side.KillSnapshotAsync()));
            case FaultKind.KillRestore:
                return (1, await AsideAsync(side => side.KillRestoreAsync()));
            case FaultKind.KillReset:
                return (1, await AsideAsync(side => side.KillResetAsync()));
            case FaultKind.KillSweep:
                return (1, await AsideAsync(side => side.KillSweepAsync()));
            case FaultKind.KillMigration:
                Kills++;
                return (1, await FreshDatabase.KillMigrationAsync(stage, tally, random));
            case FaultKind.Sabotage:
                await stage.RemoveMovementAsync();
                return (1, []);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Brings back what is down, and waits until all can write.</summary>
    internal Task HealAsync() => stage.Services.BringBackAsync();

    /// <summary>Kills the services or the database, whichever the coin says.</summary>
    internal Task KillOneOfTwoAsync() => random.Next(2) == 0 ? KillServicesAsync() : KillPostgresAsync();

    private async Task<IReadOnlyList<Problem>> AsideAsync(Func<SideOrg, Task<IReadOnlyList<Problem>>> strike)
    {
        using var side = new SideOrg(stage, this, tally, random);
        return await strike(side);
    }

    private async Task KillServicesAsync()
    {
        await stage.Services.KillAllAsync();
        Kills += stage.Services.Count;
    }

    private async Task KillPostgresAsync()
    {
        stage.Postgres.Kill();
        Kills++;
        await Task.Delay(random.Next(0, 500));
        await stage.Postgres.StartAgainAsync();
    }

    /// <summary>Half of the pauses are shorter than the answer timeout, the others longer.</summary>
    private Task PauseAsync() => Task.Delay(random.Next(2) == 0
        ? random.Next(200, (int)Stage.AnswerTimeout.TotalMilliseconds * 3 / 4)
        : random.Next((int)Stage.AnswerTimeout.TotalMilliseconds * 3 / 2, (int)Stage.AnswerTimeout.TotalMilliseconds * 3));

    private async Task<int> CutCommitsAsync()
    {
        var strikes = 0;
        for (var cut = random.Next(3, 8); cut > 0; cut--)
        {
            var how = (Cut)random.Next(5);
            if (how == Cut.None)
            {
                stage.Proxy.CutAll();
                strikes++;
            }
            else if (await stage.Proxy.CutAsync(how, TimeSpan.FromSeconds(3)))
            {
                strikes++;
            }
            await Task.Delay(random.Next(0, 200));
        }
        return strikes;
    }

    private async Task<int> FreezeSessionAsync()
    {
        var sessions = new List<int>();
        await using (var connection = await stage.ConnectAsync())
        {
            // One that writes, if there is one, else any.
            await using var find = new NpgsqlCommand(
                $"SELECT pid FROM pg_stat_activity WHERE {OfServices} ORDER BY (query ILIKE '%take_ids%' OR query ILIKE 'COMMIT%') DESC, state_change DESC LIMIT 3",
                connection);
            await using var rows = await find.ExecuteReaderAsync();
            while (await rows.ReadAsync())
                sessions.Add(rows.GetInt32(0));
        }
        if (sessions.Count == 0)
            return 0;
        var session = sessions[random.Next(sessions.Count)];
        try
        {
            OwnPostgres.Freeze(session);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself a moment ago.
            return 0;
        }
        await PauseAsync();
        OwnPostgres.Thaw(session);
        return 1;
    }

    /// <summary>Ends the services' sessions and takes every place on the server, so that they get none for a while.</summary>
    private async Task TakeConnectionsAsync()
    {
        var held = new List<NpgsqlConnection> { await stage.ConnectAsync() };
        try
        {
            var until = stage.Services.Elapsed + TimeSpan.FromMilliseconds(random.Next(500, 2500));
            while (stage.Services.Elapsed < until)
            {
                await using (var end = new NpgsqlCommand($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {OfServices}", held[0]))
                    await end.ExecuteNonQueryAsync();
                try
                {
                    while (true)
                        held.Add(await stage.ConnectAsync());
                }
                catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.TooManyConnections)
                {
                    await Task.Delay(50);
                }
            }
        }
        finally
        {
            foreach (var connection in held)
                await connection.DisposeAsync();
        }
    }
}
