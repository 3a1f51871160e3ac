using System.Globalization;
using ForceOps.Api.Tests.Service;
using ForceOps.Postgres.Embedded;

namespace ForceOps.Api.Tests.Storm;

/// <summary>
/// The service or its own embedded server is killed, and comes back on the same data (I8). CrashRegimeTests do it under load.
/// </summary>
[Collection(Lanes.Kills)]
public sealed class ServiceKilledTests
{
    [Fact]
    public async Task A_second_service_on_the_same_data_is_refused_clearly_and_the_first_goes_on()
    {
        using var folder = new ServerFolder();
        await using var first = await StartAsync(folder);
        await using var tenant = first.NewTenant();

        var (exitCode, said) = await RunningService.StartAndFailAsync("", ("ForceOps:Data", folder.Options.DataFolder));

        Assert.Equal(1, exitCode);
        Assert.Contains("is in use by another service", said, StringComparison.Ordinal);
        Assert.Contains($"(process {first.ProcessId})", said, StringComparison.Ordinal);
        Assert.Contains("ForceOps__Data", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Assert.Equal(201, (await tenant.ForceAsync(Body.Force(Tenant.NewTrackingId(), 1, 1))).Code);
    }

    [Fact]
    public async Task A_server_that_dies_under_the_service_is_started_again_and_the_books_go_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "SIGKILL is of Unix.");
        using var folder = new ServerFolder();
        await using var service = await StartAsync(folder);
        await using var tenant = service.NewTenant();
        Assert.Equal(201, (await tenant.ForceAsync(Body.Force(Tenant.NewTrackingId(), 1, 3))).Code);

        UnixCalls.Send(folder.PostmasterPid(Major(folder)), 9);

        var (body, answer) = (Body.Force(Tenant.NewTrackingId(), 1, 4), default(Answer));
        for (var attempt = 0; attempt < 300 && answer?.Code is not (201 or 409); attempt++)
        {
            answer = await tenant.ForceAsync(body);
            if (answer.Code == 503)
                await Task.Delay(100);
        }
        Assert.True(answer?.Code is 201 or 409, answer?.Text);
        Assert.Equal(7, await tenant.BalanceOfAsync(1));
    }

    [Fact]
    public async Task A_server_that_a_killed_service_left_behind_does_not_stop_the_next_start()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "SIGKILL is of Unix.");
        using var folder = new ServerFolder();
        var killed = await StartAsync(folder);
        var org = killed.NewTenant().Org;
        var body = Body.Force(Tenant.NewTrackingId(), 1, 3);
        Assert.Equal(201, (await new Tenant(killed, org).ForceAsync(body)).Code);
        var orphan = folder.PostmasterPid(Major(folder));
        await killed.KillAsync();
        Assert.True(UnixCalls.Send(orphan, 0), "the server should live on without its service");

        await using var next = await StartAsync(folder);

        Assert.NotEqual(orphan, folder.PostmasterPid(Major(folder)));
        await using var tenant = new Tenant(next, org);
        Assert.Equal(409, (await tenant.ForceAsync(body)).Code);
        Assert.Equal(3, await tenant.BalanceOfAsync(1));
    }

    private static Task<RunningService> StartAsync(ServerFolder folder) =>
        RunningService.StartProcessAsync("", ("ForceOps:Data", folder.Options.DataFolder));

    private static int Major(ServerFolder folder) => int.Parse(
        Path.GetFileName(Directory.EnumerateDirectories(folder.Options.DataFolder, "pg*").Single())["pg".Length..],
        CultureInfo.InvariantCulture);
}
