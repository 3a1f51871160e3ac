using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Storm;

/// <summary>PostgreSQL dies under the service and comes back: the service needs no restart, and keeps every word it gave (I8).</summary>
[Collection(Lanes.Kills)]
public sealed class DatabaseKilledTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_service_outlives_a_database_that_is_killed_under_load_and_nothing_acknowledged_is_lost_or_doubled()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "SIGKILL is of Unix.");
        await using var postgres = await OwnPostgres.StartAsync();
        await using var service = await RunningService.StartAsync(postgres.ConnectionString);
        var load = new Load($"TN-{Guid.NewGuid()}");

        for (var round = 1; round <= 2; round++)
        {
            var (before, down) = (load.Acknowledged, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            var goal = before + 300;
            var running = load.RunAsync(service, 16, () => load.Acknowledged < goal, count =>
            {
                if (count >= before + 150)
                    down.TrySetResult();
            });
            await down.Task.WaitAsync(TimeSpan.FromSeconds(30));
            if (round == 2)
                await postgres.StopAsync();
            else
                postgres.Kill();
            await postgres.StartAgainAsync();
            // The callers go on by themselves until enough was acknowledged after the crash.
            await running.WaitAsync(TimeSpan.FromSeconds(60));
            await load.SettleAsync(service);
        }

        await load.ProveAsync(service);
    }

    [Fact]
    public async Task Without_a_database_every_route_says_503_quickly_and_the_process_stays_alive()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "SIGKILL is of Unix.");
        await using var postgres = await OwnPostgres.StartAsync();
        // Nothing that can be set makes it wait: an answer that waited for one of these would not come.
        await using var service = await RunningService.StartAsync(
            postgres.ConnectionString, ("ForceOps:Ledger:LockTimeout", "00:01:00"), ("ForceOps:Ledger:AnswerTimeout", "00:02:00"));
        var org = $"TN-{Guid.NewGuid()}";
        var tenant = new Tenant(service, org);
        var body = Body.Force(Tenant.NewTrackingId(), 1, 5);
        Assert.Equal(201, (await tenant.ForceAsync(Body.Force(Tenant.NewTrackingId(), 1, 5))).Code);
        postgres.Kill();

        var force = await tenant.ForceAsync(body).WaitAsync(Patience);
        var stranger = await service.NewTenant().ForceAsync(body).WaitAsync(Patience);
        Assert.All(new[] { force, stranger }, answer =>
        {
            Assert.Equal((503, "LEDGER_UNAVAILABLE"), (answer.Code, answer.ErrorCode));
            Assert.Matches("^[0-9]+$", answer.Header("retry-after"));
        });
        Assert.Equal(200, (await tenant.GetAsync("/health/live")).Code);

        await postgres.StartAgainAsync();
        Assert.Equal(201, (await tenant.ForceAsync(body)).Code);
        Assert.Equal(10, await tenant.BalanceOfAsync(1));
        await tenant.DisposeAsync();
    }

    [Fact]
    public async Task Reads_without_a_database_say_503_too()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "SIGKILL is of Unix.");
        await using var postgres = await OwnPostgres.StartAsync();
        await using var service = await RunningService.StartAsync(postgres.ConnectionString);
        var tenant = service.NewTenant();
        await tenant.GetAsync("/sandbox/accounts");
        postgres.Kill();

        foreach (var path in new[] { "/sandbox/accounts", "/sandbox/accounts/1", "/sandbox/authorizations/1", "/sandbox/check",
            "/sandbox/processing-codes" })
        {
            var answer = await tenant.GetAsync(path);
            Assert.True(answer.Code == 503, $"{path}: {answer.Code} {answer.Text}");
        }
    }
}
