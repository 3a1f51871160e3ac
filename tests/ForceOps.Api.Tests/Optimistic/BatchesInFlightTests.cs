using ForceOps.Api.Tests.Delayed;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;
using ForceOps.Api.Tests.Transfers;

namespace ForceOps.Api.Tests.Optimistic;

/// <summary>
/// Batches that wait in line for a row, decided on what was true before others in that line. Each test is a trace of the model
/// (OptimisticProofTests of the ledger's tests) on the real code and database.
/// </summary>
[Collection(TwoServices.Name)]
public sealed class BatchesInFlightTests(TwoServices services)
{
    private const string SecondInLine =
        "SELECT pid FROM pg_stat_activity WHERE application_name = 'forceops' AND wait_event_type = 'Lock' AND datname = current_database() ORDER BY query_start OFFSET 1 LIMIT 1";

    [Fact]
    public async Task A_batch_that_builds_on_one_in_flight_falls_with_it_when_another_process_overtakes_both()
    {
        await using var line = await Line.BehindAccountAsync(services);

        var overtaking = line.Other.ForceAsync(1, 5);
        await line.Hold.WaitForWaitersAsync();
        var overtaken = line.One.ForceAsync(1, 2);
        await line.Hold.WaitForWaitersAsync(2);
        var built = line.One.Crowd(1);
        await line.Hold.WaitForWaitersAsync(3);
        // It begins again at the end of the line: only the comparison stands between the one before it and the one behind it.
        await Sql.ExecuteAsync(services.First.Database, $"SELECT pg_terminate_backend(({SecondInLine}), 30000)");
        await line.Hold.WaitForWaitersAsync(3);
        await line.Hold.ReleaseAsync();

        Assert.All(await Task.WhenAll([overtaking, overtaken, .. built]), result => Assert.IsType<Outcome.Accepted>(result.Outcome));
        Assert.Equal(2 + 5 + 2 + 60, await line.Tenant.BalanceOfAsync(1));
    }

    [Fact]
    public async Task A_setting_that_stands_in_line_before_a_batch_counts_for_it_and_for_what_builds_on_it()
    {
        await using var line = await Line.BehindAccountAsync(
            services, tenant => tenant.PutAsync("/sandbox/processing-codes/NONE00", """{"balance_impact":0}"""));

        var setting = line.Tenant.PutAsync("/sandbox/accounts/1", """{"processing":"delayed"}""");
        await line.Hold.WaitForWaitersAsync();
        // It moves nothing, so the balance tells nothing: only the version does.
        var neutral = line.One.ForceAsync(1, 1, code: "NONE00");
        await line.Hold.WaitForWaitersAsync(2);
        var built = line.One.Crowd(1);
        await line.Hold.WaitForWaitersAsync(3);
        await line.Hold.ReleaseAsync();

        Assert.Equal(200, (await setting).Code);
        Assert.All(await Task.WhenAll([neutral, .. built]), result => Assert.IsType<Outcome.Delayed>(result.Outcome));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_batch_locks_its_accounts_in_ascending_order_whatever_the_order_of_its_forces(bool remembers)
    {
        await using var tenant = services.First.NewTenant();
        await using var one = new OwnWriter(services.First.Database, tenant, remembers);
        await one.LearnAsync(1, 2, 3, 4, 5, 9);
        await using var first = await HeldLock.OnAccountAsync(services.First.Database, tenant.Org, 1);
        await using var busy = await HeldLock.OnAccountAsync(services.First.Database, tenant.Org, 9);

        // While the writer is busy, the next batch gathers.
        var earlier = one.ForceAsync(9, 1);
        await busy.WaitForWaitersAsync();
        var gathered = new long[] { 5, 4, 3, 2, 1 }.Select(account => one.ForceAsync(account, 1)).ToList();
        await busy.ReleaseAsync();
        await earlier;
        await first.WaitForWaitersAsync();

        // It waits for account 1 and holds none of the others: a lock that is not free would be an error.
        await Sql.ExecuteAsync(services.First.Database,
            $"SELECT FROM accounts WHERE book = '{Sql.OrgOf(tenant.Org)}' AND id IN (2, 3, 4, 5) FOR UPDATE NOWAIT");
        await first.ReleaseAsync();
        Assert.All(await Task.WhenAll(gathered), result => Assert.IsType<Outcome.Accepted>(result.Outcome));
    }

    [Fact]
    public async Task A_transfer_that_waits_for_its_first_account_has_a_higher_id_than_what_was_posted_to_its_second_meanwhile()
    {
        var (first, second) = services.NewTenant();
        await using var one = first;
        await using var two = second;
        await first.OpenWithAsync(1, 100);
        await first.OpenAsync(2);
        await using var hold = await HeldLock.OnAccountAsync(services.First.Database, first.Org, 1);

        var transfer = first.TransferAsync("account:1", "account:2", 30);
        await hold.WaitForWaitersAsync();
        var force = await second.ForcedAsync(Body.Force(Tenant.NewTrackingId(), 2, 5));
        await hold.ReleaseAsync();

        Assert.InRange(TransferRoutes.Posted(await transfer).Id(), force + 1, long.MaxValue);
    }

    [Fact]
    public async Task A_tracking_id_of_a_force_in_flight_is_not_accepted_for_later()
    {
        var trackingId = Tenant.NewTrackingId();
        await using var line = await Line.BehindAsync(
            services, tenant => HeldLock.OnTrackingIdAsync(services.First.Database, tenant.Org, trackingId));

        // It has its account's row, and all but the key.
        var force = line.One.ForceAsync(1, 5, trackingId);
        await line.Hold.WaitForWaitersAsync();
        var later = line.Other.ForceAsync(1, 5, trackingId, delay: TimeSpan.FromHours(1));
        await Task.WhenAny(later, line.Hold.WaitForWaitersAsync(2));
        await line.Hold.ReleaseAsync();

        Assert.IsType<Outcome.Accepted>((await force).Outcome);
        Assert.IsType<Outcome.Duplicate>((await later).Outcome);
    }

    [Fact]
    public async Task A_code_that_is_being_changed_counts_as_it_was_until_the_change_is_answered_and_as_it_is_from_then_on()
    {
        await using var line = await Line.BehindAsync(services, tenant => HeldLock.ByAsync(services.First.Database,
            $"SELECT FROM processing_codes WHERE book = '{Sql.OrgOf(tenant.Org)}' AND code = '090907' FOR UPDATE"));

        var change = line.Tenant.PutAsync("/sandbox/processing-codes/090907", """{"balance_impact":-1}""");
        await line.Hold.WaitForWaitersAsync();
        await line.One.ForceAsync(1, 10);
        await line.Hold.ReleaseAsync();
        Assert.Equal(200, (await change).Code);
        await line.One.ForceAsync(1, 4);

        Assert.Equal(2 + 10 - 4, await line.Tenant.BalanceOfAsync(1));
    }

    [Fact]
    public async Task What_is_changed_while_a_force_waits_in_line_counts_for_it()
    {
        await using var line = await Line.BehindAccountAsync(services);

        var force = line.One.ForceAsync(1, 5);
        await line.Hold.WaitForWaitersAsync();
        Assert.Equal(200, (await line.Tenant.PutAsync("/sandbox/processing-codes/090907", """{"balance_impact":-1}""")).Code);
        await line.Hold.ReleaseAsync();

        Assert.IsType<Outcome.Accepted>((await force).Outcome);
        Assert.Equal(2 - 5, await line.Tenant.BalanceOfAsync(1));
    }

    [Fact]
    public async Task A_force_that_waits_in_line_during_a_reset_goes_to_the_new_book()
    {
        await using var line = await Line.BehindAccountAsync(services);

        var force = line.One.ForceAsync(1, 5);
        await line.Hold.WaitForWaitersAsync();
        Assert.Equal(200, (await line.Tenant.SendAsync(HttpMethod.Post, "/sandbox/reset", "{}")).Code);
        await line.Hold.ReleaseAsync();

        Assert.IsType<Outcome.Accepted>((await force).Outcome);
        Assert.Equal(5, await line.Tenant.BalanceOfAsync(1));
    }

    [Fact]
    public async Task What_is_accepted_for_later_while_a_force_waits_in_line_is_found_by_it()
    {
        await using var line = await Line.BehindAccountAsync(services);
        var trackingId = Tenant.NewTrackingId();

        var force = line.One.ForceAsync(1, 5, trackingId);
        await line.Hold.WaitForWaitersAsync();
        Assert.IsType<Outcome.Delayed>((await line.Other.ForceAsync(2, 5, trackingId, delay: TimeSpan.FromHours(1))).Outcome);
        await line.Hold.ReleaseAsync();

        Assert.IsType<Outcome.TakenByDelayed>((await force).Outcome);
    }

    [Fact]
    public async Task What_waits_under_a_tracking_id_that_a_force_in_flight_posts_is_over_once_and_moves_nothing()
    {
        var trackingId = Tenant.NewTrackingId();
        await using var line = await Line.BehindAsync(
            services, tenant => HeldLock.OnTrackingIdAsync(services.First.Database, tenant.Org, trackingId));

        var force = line.One.ForceAsync(1, 5, trackingId);
        await line.Hold.WaitForWaitersAsync();
        // No common row to lock: it is accepted, and due at once.
        Assert.IsType<Outcome.Delayed>((await line.Other.ForceAsync(2, 5, trackingId, delay: TimeSpan.Zero)).Outcome);
        await line.Hold.ReleaseAsync();

        Assert.IsType<Outcome.Accepted>((await force).Outcome);
        await line.Tenant.UntilNothingWaitsAsync();
        Assert.Equal((2 + 5, 0), (await line.Tenant.BalanceOfAsync(1), await line.Tenant.BalanceOfAsync(2)));
    }
}
