using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;
using Npgsql;

namespace ForceOps.Api.Tests.Outage;

/// <summary>A database that can be read and not written: postings and readiness agree about it, and both recover by themselves.</summary>
public sealed class UnwritableDatabaseTests
{
    [Fact]
    public async Task A_database_that_is_read_only_makes_the_service_unready_until_it_is_writable_again()
    {
        await using var postgres = await OwnPostgres.StartAsync();
        await using var service = await RunningService.StartAsync(postgres.ConnectionString);
        await using var tenant = service.NewTenant();
        await tenant.ForcedAsync(Body.Force(Tenant.NewTrackingId(), 1, 1));
        // Twice: the second time the driver has prepared the statements that fail.
        for (var round = 1; round <= 2; round++)
        {
            await SetAsync(postgres, "ALTER SYSTEM SET default_transaction_read_only = on");
            var body = Body.Force(Tenant.NewTrackingId(), 1, 1);
            await RefusedAsync(tenant, body);

            OutageOfTenant.AssertUnavailable("PUT account", await tenant.PutAsync("/sandbox/accounts/7", """{"currency":"USD"}"""));
            OutageOfTenant.AssertUnavailable("a new org's force", await service.NewTenant().ForceAsync(body));
            Assert.Equal(200, (await tenant.GetAsync("/sandbox/accounts")).Code);
            Assert.Equal(503, await tenant.ReadyAsync());
            Assert.Equal(200, (await tenant.GetAsync("/health/live")).Code);

            await SetAsync(postgres, "ALTER SYSTEM RESET default_transaction_read_only");
            await tenant.WaitUntilReadyAsync();
            var again = await tenant.ForceAsync(body);
            Assert.True(again.Code == 201, $"{again.Code} {again.Text}\n{service.Output}");
            Assert.Equal(200, await tenant.ReadyAsync());
            Assert.Equal(1 + round, await tenant.BalanceOfAsync(1));
        }
    }

    [Fact]
    public async Task A_new_org_tells_readiness_too()
    {
        await using var postgres = await OwnPostgres.StartAsync();
        await using var service = await RunningService.StartAsync(postgres.ConnectionString);
        await SetAsync(postgres, "ALTER SYSTEM SET default_transaction_read_only = on");
        await RefusedAsync(service.NewTenant(), Body.Force(Tenant.NewTrackingId(), 1, 1));
        await SetAsync(postgres, "ALTER SYSTEM RESET default_transaction_read_only");
        await using var tenant = service.NewTenant();
        await tenant.WaitUntilReadyAsync();
    }

    [Fact]
    public async Task A_full_disk_makes_the_service_unready_until_there_is_room()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A file system of its own.");
        await using var postgres = await OwnPostgres.StartAsync();
        using var disk = SmallDisk.TryMount(64, postgres.DataFolder);
        Assert.SkipWhen(disk is null, "This user may not mount a small file system; run as root to prove what a full disk does.");
        await SetAsync(postgres, $"CREATE TABLESPACE small LOCATION '{disk.Folder}'");
        await SetAsync(postgres, "CREATE DATABASE narrow TABLESPACE small");
        var database = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Database = "narrow" }.ConnectionString;
        await using (var service = await RunningService.StartAsync(database))
        {
            await using var tenant = service.NewTenant();
            await tenant.ForcedAsync(Body.Force(Tenant.NewTrackingId(), 1, 1));
            disk.Fill();
            // What still fits on begun pages is posted.
            var posted = 1;
            var body = Body.Force(Tenant.NewTrackingId(), 1, 1, new string('x', 400));
            Answer answer;
            while ((answer = await tenant.ForceAsync(body)).Code == 201)
            {
                posted++;
                body = Body.Force(Tenant.NewTrackingId(), 1, 1, new string('x', 400));
            }
            OutageOfTenant.AssertUnavailable("force", answer);
            Assert.Equal(503, await tenant.ReadyAsync());
            Assert.Equal(posted, await tenant.BalanceOfAsync(1));

            disk.MakeRoom();
            await tenant.WaitUntilReadyAsync();
            Assert.Equal(201, (await tenant.ForceAsync(body)).Code);
            Assert.Equal(200, await tenant.ReadyAsync());
            Assert.Equal(posted + 1, await tenant.BalanceOfAsync(1));
        }
        NpgsqlConnection.ClearAllPools();
        await SetAsync(postgres, "DROP DATABASE narrow WITH (FORCE)");
        await SetAsync(postgres, "DROP TABLESPACE small");
    }

    /// <summary>Posts until a posting is refused: sessions hear of a changed setting a moment later.</summary>
    private static async Task RefusedAsync(Tenant tenant, string body)
    {
        using var patience = new CancellationTokenSource(OutageOfTenant.Patience);
        Answer answer;
        while ((answer = await tenant.ForceAsync(Body.Force(Tenant.NewTrackingId(), 99, 1))).Code == 201)
            await Task.Delay(20, patience.Token);
        OutageOfTenant.AssertUnavailable("force", answer);
        Assert.Equal(503, await tenant.ReadyAsync());
        OutageOfTenant.AssertUnavailable("force", await tenant.ForceAsync(body));
    }

    /// <summary>Runs a statement whatever the database's own setting says, and lets all sessions read the settings again.</summary>
    private static async Task SetAsync(OwnPostgres postgres, string sql)
    {
        var writing = new NpgsqlConnectionStringBuilder(
            postgres.ConnectionString) { Options = "-c default_transaction_read_only=off" }.ConnectionString;
        await Sql.ExecuteAsync(writing, sql);
        await Sql.ExecuteAsync(writing, "SELECT pg_reload_conf()");
    }
}
