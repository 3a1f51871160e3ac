using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Storm;

/// <summary>
/// PostgreSQL dies under the service: what callers hear meanwhile. What becomes of their operations is proved by CrashRegimeTests.
/// </summary>
[Collection(Lanes.Kills)]
public sealed class DatabaseKilledTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

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
