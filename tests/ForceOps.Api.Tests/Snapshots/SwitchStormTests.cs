using System.Collections.Concurrent;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;

namespace ForceOps.Api.Tests.Snapshots;

/// <summary>Resets, restores and snapshots while forces stream in, also through another process.</summary>
[Collection(TwoServices.Name)]
public sealed class SwitchStormTests(TwoServices services)
{
    private const int Callers = 12;

    [Fact]
    public async Task What_is_posted_after_the_answer_to_a_switch_is_there_and_nothing_of_before()
    {
        var (first, second) = services.NewTenant();
        await using var one = first;
        await using var two = second;
        var base_ = await first.CreditAsync(1000, 1);
        await first.TakeAsync("base").SuccessAsync();
        using var stop = new CancellationTokenSource();
        var posted = new ConcurrentBag<(string TrackingId, long Began)>();
        var strange = new ConcurrentBag<string>();
        var clock = 0L;
        var calling = Task.WhenAll(Enumerable.Range(0, Callers).Select(async caller =>
        {
            while (!stop.IsCancellationRequested)
            {
                var (trackingId, began) = (Tenant.NewTrackingId(), Interlocked.Increment(ref clock));
                var answer = await (caller % 2 == 0 ? first : second).ForceAsync(Body.Force(trackingId, 1 + (caller % 5), 1));
                if (answer.Code == 201)
                    posted.Add((trackingId, began));
                else
                    strange.Add(answer.Text);
            }
        }));

        var switched = 0L;
        for (var round = 0; round < Thorough.Rounds(5, 30); round++)
        {
            var tenant = round % 2 == 0 ? first : second;
            // One after the other: a snapshot of what streams in, which is sound by itself, the base again, the seed.
            var answers = new[]
            {
                await tenant.TakeAsync("stream"), await tenant.RestoreAsync(
                    "stream"), await tenant.RestoreAsync("base"), await tenant.ResetAsync(),
            };
            switched = Interlocked.Increment(ref clock);
            Assert.All(answers, answer => Assert.True(answer.Code is 200 or 201, answer.Text));
            Assert.Equal(404, (await second.GetAsync($"/sandbox/authorizations?tracking_id={base_}")).Code);
            await AssertSoundAsync(tenant);
        }
        var enough = posted.Count + 200;
        while (posted.Count < enough && strange.IsEmpty)
            await Task.Delay(10);
        await stop.CancelAsync();
        await calling;

        Assert.Empty(strange);
        var mustBeThere = posted.Where(force => force.Began > switched).ToList();
        Assert.NotEmpty(mustBeThere);
        foreach (var (trackingId, _) in mustBeThere)
            Assert.True((await second.GetAsync($"/sandbox/authorizations?tracking_id={trackingId}")).Code == 200, $"{trackingId} is lost");
    }

    [Fact]
    public async Task A_reset_through_one_process_counts_at_once_in_the_other()
    {
        var (first, second) = services.NewTenant();
        await using var one = first;
        await using var two = second;
        for (var round = 0; round < Thorough.Rounds(3, 20); round++)
        {
            var trackingId = await second.CreditAsync(1, 5);
            await first.PutAsync("/sandbox/processing-codes/ABC123", """{"balance_impact":1}""").SuccessAsync();
            Assert.Equal(201, (await second.ForceAsync("""{"account_id":1,"amount":1,"processing_code":"ABC123"}""")).Code);

            await first.ResetAsync().SuccessAsync();

            Assert.Equal(404, (await second.GetAsync("/sandbox/accounts/1")).Code);
            Assert.Equal("PROCESSING_CODE_NOT_FOUND", (
                await second.ForceAsync("""{"account_id":1,"amount":1,"processing_code":"ABC123"}""")).ErrorCode);
            Assert.Equal(201, (await second.ForceAsync(Body.Force(trackingId, 1, 2))).Code);
            Assert.Equal(2, await first.BalanceOfAsync(1));
        }
    }

    [Fact]
    public async Task Resets_restores_and_snapshots_of_one_org_at_once_come_one_after_the_other()
    {
        var (first, second) = services.NewTenant();
        await using var one = first;
        await using var two = second;
        await first.CreditAsync(1, 5);
        await first.TakeAsync("five").SuccessAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(call => (call % 4, call % 2 == 0 ? first : second) switch
        {
            (0, var tenant) => tenant.ResetAsync(),
            (1, var tenant) => tenant.RestoreAsync("five"),
            (2, var tenant) => tenant.TakeAsync("other"),
            (_, var tenant) => tenant.PutAsync("/sandbox/processing-codes/ABC123", """{"balance_impact":1}"""),
        }));

        Assert.All(answers, answer => Assert.True(answer.Code is 200 or 201, answer.Text));
        await first.RestoreAsync("five").SuccessAsync();
        Assert.Equal(5, await second.BalanceOfAsync(1));
        await AssertSoundAsync(first);
    }

    private static async Task AssertSoundAsync(Tenant tenant)
    {
        var check = await tenant.GetAsync("/sandbox/check?all=true");
        Assert.True(check.Json.GetProperty("ok").GetBoolean(), check.Text);
    }
}
