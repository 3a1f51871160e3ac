using System.Collections.Concurrent;
using ForceOps.Api.Tests.Service;
using static ForceOps.Api.Tests.Transfers.TransferRoutes;

namespace ForceOps.Api.Tests.Transfers;

/// <summary>However many requests race, money is neither spent twice nor taken back twice.</summary>
public sealed class TransferRaceTests(SharedService shared)
{
    [Fact]
    public async Task A_thousand_racing_cancels_of_one_transfer_never_take_back_more_than_it_was()
    {
        await using var tenant = shared.NewTenant();
        var transfer = await tenant.HundredAsync();
        string[] names =
        [
            $"\"authorization_id\":{transfer.DebitId()}", $"\"authorization_id\":{transfer.CreditId()}",
            $"\"original_tracking_id\":\"{transfer.TrackingId()}\"",
        ];
        var answers = new ConcurrentBag<(decimal Amount, Answer Answer)>();
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(async i =>
        {
            // 0.01 to 2.00, 1005 in all for 100 that there are.
            var amount = ((i * 37 % 200) + 1) / 100m;
            answers.Add((amount, await tenant.CancelTransferAsync($$"""{{{names[i % 3]}},"amount":{{amount}}}""")));
        }));
        var canceled = answers.Where(one => one.Answer.Code == 200).Sum(one => one.Amount);
        Assert.InRange(canceled, 98.01m, 100);
        Assert.All(answers.Where(one => one.Answer.Code != 200), one => RefusedWith(400, "AMOUNT_EXCEEDS_REMAINING", one.Answer));
        Assert.Equal((canceled, 100 - canceled), (await tenant.BalanceOfAsync(1), await tenant.BalanceOfAsync(2)));
        foreach (var id in new[] { transfer.DebitId(), transfer.CreditId() })
            Assert.Equal(canceled, (await tenant.AuthorizationAsync(id!.Value)).GetProperty("canceled_amount").GetDecimal());
    }

    [Fact]
    public async Task Of_200_parallel_transfers_out_of_an_account_with_funds_for_100_exactly_100_are_posted()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 90, """{"credit_limit":10}""");
        await tenant.OpenAsync(2);
        string[] receivers = ["account:2", "merchant:500", "outside:bank"];
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => tenant.TransferAsync("account:1", receivers[i % 3], 1)));
        Assert.Equal(100, answers.Count(answer => answer.Code == 201));
        Assert.All(answers.Where(answer => answer.Code != 201), answer => RefusedWith(400, "INSUFFICIENT_FUNDS", answer));
        Assert.Equal(Enumerable.Range(0, 100).Select(left => (decimal)left),
            answers.Where(answer => answer.Code == 201).Select(TransferRoutes.Available).Order());
        Assert.Equal(-10, await tenant.BalanceOfAsync(1));
    }

    [Fact]
    public async Task Of_parallel_transfers_over_the_days_limit_exactly_those_within_it_are_posted()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 1000, """{"limits":{"per_day":30}}""");
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => tenant.TransferAsync("account:1", "outside:bank", 1)));
        Assert.Equal(30, answers.Count(answer => answer.Code == 201));
        Assert.All(answers.Where(answer => answer.Code != 201), answer => RefusedWith(400, "LIMIT_EXCEEDED", answer));
    }

    [Fact]
    public async Task Transfers_around_a_ring_in_both_directions_at_once_neither_stop_nor_lose_money()
    {
        await using var tenant = shared.NewTenant();
        for (var account = 1; account <= 5; account++)
            await tenant.OpenWithAsync(account, 100);
        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(i =>
        {
            var (one, other) = ((i % 5) + 1, ((i + 1) % 5) + 1);
            return i % 2 == 0
                ? tenant.TransferAsync($"account:{one}", $"account:{other}", 1)
                : tenant.TransferAsync($"account:{other}", $"account:{one}", 1);
        }));
        Assert.All(answers, answer => Posted(answer));
        decimal sum = 0;
        for (var account = 1; account <= 5; account++)
            sum += await tenant.BalanceOfAsync(account);
        Assert.Equal(500, sum);
    }
}
