using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Storm;

/// <summary>
/// A process remembers accounts, rules and books between batches, and another process changes them: what is remembered wrongly must never
/// be posted. Every test lets the first service learn everything before the second one changes it.
/// </summary>
[Collection(TwoServices.Name)]
public sealed class KnownAccountsTests(TwoServices services)
{
    [Fact]
    public async Task A_balance_that_another_process_changed_is_gone_on_from()
    {
        var (first, second) = services.NewTenant();
        await using var one = first;
        await using var two = second;

        for (var i = 0; i < 30; i++)
            Assert.Equal(201, (await (i % 3 == 0 ? second : first).ForceAsync(Body.Force(Tenant.NewTrackingId(), 1, 2))).Code);

        Assert.Equal(60, await first.BalanceOfAsync(1));
    }

    [Fact]
    public async Task A_code_that_another_process_turned_round_counts_for_the_next_force()
    {
        var (first, second) = services.NewTenant();
        await using var one = first;
        await using var two = second;
        await LearnAsync(first);

        await second.PutAsync("/sandbox/processing-codes/090907", """{"balance_impact":-1}""");

        Assert.Equal(201, (await first.ForceAsync(Body.Force(Tenant.NewTrackingId(), 1, 4))).Code);
        Assert.Equal(3 - 4, await first.BalanceOfAsync(1));
    }

    [Fact]
    public async Task An_account_that_another_process_made_slow_is_slow_for_the_next_force()
    {
        var (first, second) = services.NewTenant();
        await using var one = first;
        await using var two = second;
        await LearnAsync(first);

        await second.PutAsync("/sandbox/accounts/1", """{"processing":"delayed"}""");

        Assert.Equal(202, (await first.ForceAsync(Body.Force(Tenant.NewTrackingId(), 1, 4))).Code);
    }

    [Fact]
    public async Task A_currency_that_another_process_changed_before_the_first_movement_counts()
    {
        var (first, second) = services.NewTenant();
        await using var one = first;
        await using var two = second;
        await first.PutAsync("/sandbox/accounts", """{"from":1,"to":2,"currency":"USD"}""");
        // The rest of a small org is learned after its first posting.
        await LearnAsync(first);

        await second.PutAsync("/sandbox/accounts/2", """{"currency":"EUR"}""");

        Assert.Equal(400, (await first.ForceAsync(Body.Force(Tenant.NewTrackingId(), 2, 4))).Code);
        Assert.Equal(0, await first.BalanceOfAsync(2));
    }

    [Fact]
    public async Task Books_that_another_process_reset_are_the_ones_posted_to()
    {
        var (first, second) = services.NewTenant();
        await using var one = first;
        await using var two = second;
        await LearnAsync(first);

        Assert.Equal(200, (await second.SendAsync(HttpMethod.Post, "/sandbox/reset", "{}")).Code);

        Assert.Equal(201, (await first.ForceAsync(Body.Force(Tenant.NewTrackingId(), 1, 4))).Code);
        Assert.Equal(4, await second.BalanceOfAsync(1));
    }

    [Fact]
    public async Task A_tracking_id_that_waits_in_another_process_is_not_posted_by_this_one()
    {
        var (first, second) = services.NewTenant();
        await using var one = first;
        await using var two = second;
        await LearnAsync(first);
        await second.PutAsync("/sandbox/accounts/2", """{"processing":"delayed"}""");
        var trackingId = Tenant.NewTrackingId();
        Assert.Equal(202, (await second.ForceAsync(Body.Force(trackingId, 2, 4))).Code);

        var answer = await first.ForceAsync(Body.Force(trackingId, 1, 4));

        Assert.Equal((409, "different"), (answer.Code, answer.Header("x-forceops-replay")));
    }

    [Fact]
    public async Task Repeats_among_forces_are_answered_with_what_was_posted()
    {
        var (first, second) = services.NewTenant();
        await using var one = first;
        await using var two = second;
        await LearnAsync(first);
        var trackingIds = Enumerable.Range(0, 40).Select(_ => Tenant.NewTrackingId()).ToList();

        var answers = await Task.WhenAll(trackingIds.Concat(trackingIds).Select(id => first.ForceAsync(Body.Force(id, 1, 1))));

        Assert.Equal((40, 40), (answers.Count(answer => answer.Code == 201), answers.Count(answer => answer.Code == 409)));
        Assert.Equal(43, await second.BalanceOfAsync(1));
        Assert.All(answers.Where(answer => answer.Code == 201),
            answer => Assert.True(answer.Json.GetProperty("authorization_id").GetInt64() >= 2048));
    }

    /// <summary>Three forces of 1: the first one opens the account and teaches, the others are decided on what is known.</summary>
    private static async Task LearnAsync(Tenant tenant)
    {
        for (var i = 0; i < 3; i++)
            Assert.Equal(201, (await tenant.ForceAsync(Body.Force(Tenant.NewTrackingId(), 1, 1))).Code);
    }
}
