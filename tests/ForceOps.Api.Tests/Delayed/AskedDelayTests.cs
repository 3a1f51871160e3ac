using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;
using ForceOps.Postgres.Delayed;
using ForceOps.Postgres.Orgs;
using ForceOps.Postgres.Schema;
using ForceOps.Postgres.Writing;
using Microsoft.Extensions.Logging.Abstractions;

namespace ForceOps.Api.Tests.Delayed;

/// <summary>
/// An operation that asks for the delay itself, as a fault rule makes it do. Asked of a writer of the test's own, on the service's
/// database.
/// </summary>
public sealed class AskedDelayTests(SharedService shared)
{
    [Fact]
    public async Task It_waits_as_long_as_it_says_and_any_process_on_the_database_posts_it()
    {
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/accounts/1", """{"currency":"USD"}""");
        var org = OrgId.Parse(tenant.Org);
        await using var source = LedgerDatabase.Open(shared.Service.Database);
        using var signal = new DelayedSignal();
        await using var writer = new LedgerWriter(
            source, TestPostgres.Writer, signal, TimeProvider.System, NullLogger<LedgerWriter>.Instance);
        var force = new Force
        {
            TrackingId = TrackingId.Parse(Tenant.NewTrackingId()), CorrelationId = "asked", AccountId = 1, Amount = Amount.Create(5),
            ProcessingCode = ProcessingCode.Parse("090907"),
        };

        var late = Assert.IsType<Outcome.Delayed>(
            (await writer.PostAsync(org, force with { Delay = TimeSpan.FromHours(2) })).Outcome).Waiting;
        Assert.Equal(TimeSpan.FromHours(2), late.DueAt - late.AcceptedAt);
        // The service, which never heard of it, knows it all the same.
        Assert.Equal([force.TrackingId.Text], await tenant.WaitingAsync());
        Refused.AsPismo(await tenant.ForceAsync(Body.Force(force.TrackingId.Text, 1, 6)), 409, "TRACKING_ID_IN_USE");
        var soon = force with { TrackingId = TrackingId.Parse(Tenant.NewTrackingId()), Delay = TimeSpan.Zero };
        Assert.IsType<Outcome.Delayed>((await writer.PostAsync(org, soon)).Outcome);
        Assert.IsType<Outcome.Accepted>((await writer.PostAsync(
            org, force with { TrackingId = TrackingId.Parse(Tenant.NewTrackingId()) })).Outcome);
        await tenant.PostAllAsync();

        Assert.Equal(15, await tenant.BalanceOfAsync(1));
        Assert.IsType<Outcome.Duplicate>((await writer.PostAsync(org, force with { Delay = TimeSpan.FromHours(2) })).Outcome);
    }

    [Fact]
    public async Task Who_wants_to_know_of_a_refusal_in_the_end_is_told_once()
    {
        var database = await shared.Postgres.CreateDatabaseAsync();
        await using var service = await RunningService.StartAsync(database);
        var tenant = service.NewTenant();
        await tenant.PutAsync("/sandbox/accounts/1", """{"currency":"USD"}""");
        // From here on only the test's own worker posts.
        Assert.Equal(0, await service.StopAsync());
        var org = OrgId.Parse(tenant.Org);
        await using var source = LedgerDatabase.Open(database);
        using var signal = new DelayedSignal();
        await using var writer = new LedgerWriter(
            source, TestPostgres.Writer, signal, TimeProvider.System, NullLogger<LedgerWriter>.Instance);
        var clocks = new OrgClocks(new Database.Migrations.Contexts(source), TimeProvider.System);
        await using var worker = new DelayedWorker(
            source, TestPostgres.Writer, signal, clocks, TimeProvider.System, NullLogger<DelayedWorker>.Instance);
        var told = new TaskCompletionSource<(OrgId, string, LedgerError)>();
        worker.Denied = (deniedOrg, denied, result) =>
            told.SetResult((deniedOrg, denied.TrackingId.Text, ((Outcome.Rejected)result.Outcome!).Error));
        worker.Start();

        var trackingId = TrackingId.Parse(Tenant.NewTrackingId());
        await writer.PostAsync(org, new Transfer
        {
            TrackingId = trackingId, CorrelationId = "asked", From = new TransferParty.Customer(1),
            To = new TransferParty.Outside("T", "x"),
            Amount = Amount.Create(5), Delay = TimeSpan.Zero,
        });

        Assert.Equal((org, trackingId.Text, LedgerError.InsufficientFunds), await told.Task.WaitAsync(TimeSpan.FromSeconds(30)));
    }
}
