using System.Text.Json;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Storm;

/// <summary>Several processes share one database, and nothing but the database makes them agree.</summary>
[Collection(TwoServices.Name)]
public sealed class TwoServicesTests(TwoServices services)
{
    [Fact]
    public async Task A_tracking_id_sent_to_both_at_once_is_posted_once()
    {
        var (first, second) = services.NewTenant();
        await using var one = first;
        await using var two = second;
        await first.PutAsync("/sandbox/accounts/1", """{"currency":"USD"}""");
        var trackingIds = Enumerable.Range(0, 20).Select(_ => Tenant.NewTrackingId()).ToList();
        await using var hold = await HeldLock.OnAccountAsync(services.First.Database, first.Org, 1);

        var calls = trackingIds.SelectMany(
            id => new[] { first.ForceAsync(Body.Force(id, 1, 5)), second.ForceAsync(Body.Force(id, 1, 5)) }).ToList();
        await hold.WaitForWaitersAsync(2);
        await hold.ReleaseAsync();
        var answers = await Task.WhenAll(calls);

        Assert.All(answers.Chunk(2), pair =>
        {
            var posted = Assert.Single(pair, answer => answer.Code == 201);
            var repeat = Assert.Single(pair, answer => answer.Code == 409);
            Assert.Equal("same", repeat.Header("x-forceops-replay"));
            Assert.Equal(
                posted.Json.GetProperty("authorization_id").GetInt64(),
                repeat.Json.GetProperty("authorizations").GetProperty("authorization_id").GetInt64());
        });
        Assert.Equal(100, await first.BalanceOfAsync(1));
    }

    [Fact]
    public async Task A_tracking_id_sent_to_both_at_once_for_different_accounts_is_posted_once()
    {
        // No common row to lock: only the unique key stands between the two.
        var (first, second) = services.NewTenant();
        await using var one = first;
        await using var two = second;
        var trackingIds = Enumerable.Range(0, 50).Select(_ => Tenant.NewTrackingId()).ToList();

        var answers = await Task.WhenAll(trackingIds.Select(id => first.ForceAsync(Body.Force(id, 1, 5)))
            .Concat(trackingIds.AsEnumerable().Reverse().Select(id => second.ForceAsync(Body.Force(id, 2, 5)))));

        var strange = answers.FirstOrDefault(answer => answer.Code is not (201 or 409))?.Text;
        Assert.Equal((50, 50, null), (answers.Count(answer => answer.Code == 201), answers.Count(answer => answer.Code == 409), strange));
        Assert.Equal(250, await BalanceOrNothingAsync(first, 1) + await BalanceOrNothingAsync(first, 2));
    }

    [Fact]
    public async Task Accounts_opened_on_first_use_by_both_at_once_are_opened_once_and_lose_nothing()
    {
        var (first, second) = services.NewTenant();
        await using var one = first;
        await using var two = second;

        var answers = await Task.WhenAll(Enumerable.Range(1, 50).SelectMany(account => new[]
        {
            first.ForceAsync(Body.Force(Tenant.NewTrackingId(), account, 3)),
            second.ForceAsync(Body.Force(Tenant.NewTrackingId(), 51 - account, 4)),
        }));

        Assert.All(answers, answer => Assert.Equal(201, answer.Code));
        for (var account = 1; account <= 50; account++)
            Assert.Equal(7, await first.BalanceOfAsync(account));
    }

    [Fact]
    public async Task Forces_over_many_accounts_in_opposite_orders_never_surface_a_deadlock()
    {
        var (first, second) = services.NewTenant();
        await using var one = first;
        await using var two = second;
        await first.PutAsync("/sandbox/accounts", """{"from":1,"to":40,"currency":"USD"}""");

        for (var wave = 0; wave < 5; wave++)
        {
            var answers = await Task.WhenAll(
                Enumerable.Range(1, 40).Select(account => first.ForceAsync(Body.Force(Tenant.NewTrackingId(), account, 1)))
                    .Concat(Enumerable.Range(
                        1, 40).Select(account => second.ForceAsync(Body.Force(Tenant.NewTrackingId(), 41 - account, 1)))));
            Assert.All(answers, answer => Assert.Equal(201, answer.Code));
        }

        for (var account = 1; account <= 40; account++)
            Assert.Equal(10, await second.BalanceOfAsync(account));
    }

    [Fact]
    public async Task Movement_ids_of_one_account_ascend_with_its_balance_over_both()
    {
        var (first, second) = services.NewTenant();
        await using var one = first;
        await using var two = second;

        // Of two answers to one caller the later has the higher id, also when they came from different processes.
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async caller =>
        {
            var previous = 0L;
            for (var call = 0; call < 20; call++)
            {
                var answer = await (call % 2 == 0 ? first : second).ForceAsync(Body.Force(Tenant.NewTrackingId(), 1, 1));
                Assert.Equal(201, answer.Code);
                var id = answer.Json.GetProperty("authorization_id").GetInt64();
                Assert.True(id > previous, $"caller {caller} got {id} after {previous}");
                previous = id;
            }
        }));

        var movements = (await first.GetAsync("/sandbox/accounts/1/movements?limit=200")).Json.GetProperty(
            "items").EnumerateArray().ToList();
        // Every credit is 1, so that the n-th movement in the order of ids leaves a balance of n.
        Assert.Equal(Enumerable.Range(1, 160).Reverse().Select(n => (decimal)n), movements.Select(movement => Balance(movement)));
    }

    [Fact]
    public async Task Cancels_racing_through_both_never_give_back_more_than_was_forced()
    {
        var (first, second) = services.NewTenant();
        await using var one = first;
        await using var two = second;
        var original = Tenant.NewTrackingId();
        await first.ForceAsync(Body.Force(original, 1, 50));

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(caller =>
            (caller % 2 == 0 ? first : second).CancelForceAsync(Body.Cancel(Tenant.NewTrackingId(), original, 3))));

        Assert.Equal(16, answers.Count(answer => answer.Code == 200));
        Assert.All(answers.Where(answer => answer.Code != 200), answer => Assert.Equal("AMOUNT_EXCEEDS_REMAINING", answer.ErrorCode));
        Assert.Equal(2, await first.BalanceOfAsync(1));
    }

    private static decimal Balance(JsonElement movement) => movement.GetProperty("balance_after").GetDecimal();

    private static async Task<decimal> BalanceOrNothingAsync(Tenant tenant, long account) =>
        (await tenant.GetAsync($"/sandbox/accounts/{account}")) is { Code: 200 } found ? found.Json.GetProperty("balance").GetDecimal() : 0;
}
