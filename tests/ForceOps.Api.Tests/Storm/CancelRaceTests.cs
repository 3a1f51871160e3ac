using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Storm;

/// <summary>I4 under pressure: most engines have given a refund twice when two came at once.</summary>
public sealed class CancelRaceTests(SharedService shared)
{
    private const long Account = 7;

    [Theory]
    [InlineData(32)]
    [InlineData(200)]
    public async Task Racing_partial_cancels_never_give_back_more_than_was_forced(int callers)
    {
        await using var tenant = shared.NewTenant();
        var original = Tenant.NewTrackingId();
        const decimal forced = 100.00m;
        Assert.Equal(201, (await tenant.ForceAsync(Body.Force(original, Account, forced))).Code);
        // 0.01, 3.51, 7.01 …: no few of them add up to what was forced, so that the last ones in must be refused.
        var amounts = Enumerable.Range(0, callers).Select(caller => 0.01m + (3.50m * (caller % 9))).ToList();

        var answers = await Task.WhenAll(amounts.Select(
            amount => tenant.CancelForceAsync(Body.Cancel(Tenant.NewTrackingId(), original, amount))));

        var given = answers.Zip(amounts).Where(pair => pair.First.Code == 200).Sum(pair => pair.Second);
        Assert.InRange(given, 0.01m, forced);
        Assert.All(answers.Where(answer => answer.Code != 200), answer =>
            Assert.True((answer.Code, answer.ErrorCode) is (400, "AMOUNT_EXCEEDS_REMAINING") or (409, "ALREADY_CANCELED"), answer.Text));
        var detail = (await tenant.GetAsync($"/sandbox/authorizations?tracking_id={original}")).Json;
        Assert.Equal(given, detail.GetProperty("canceled_amount").GetDecimal());
        Assert.Equal(answers.Count(answer => answer.Code == 200), detail.GetProperty("cancellations").GetArrayLength());
        Assert.Equal(forced - given, await tenant.BalanceOfAsync(Account));
    }

    [Fact]
    public async Task Two_hundred_whole_cancels_of_one_force_make_one_cancellation_and_199_answers_that_name_it()
    {
        await using var tenant = shared.NewTenant();
        var original = Tenant.NewTrackingId();
        Assert.Equal(201, (await tenant.ForceAsync(Body.Force(original, Account, 100))).Code);

        var answers = await Task.WhenAll(Enumerable.Range(
            0, 200).Select(_ => tenant.CancelForceAsync(Body.Cancel(Tenant.NewTrackingId(), original))));

        var canceled = Assert.Single(answers, answer => answer.Code == 200);
        Assert.All(answers.Where(answer => answer != canceled), answer =>
        {
            Assert.Equal((409, "ALREADY_CANCELED"), (answer.Code, answer.ErrorCode));
            Assert.Equal(canceled.Json.GetProperty("authorization_id").GetInt64(), answer.Json.GetProperty("authorization_id").GetInt64());
        });
        Assert.Equal(0, await tenant.BalanceOfAsync(Account));
    }

    [Fact]
    public async Task Every_force_can_be_canceled_the_moment_it_was_answered()
    {
        await using var tenant = shared.NewTenant();

        var canceled = await Task.WhenAll(Enumerable.Range(0, 100).Select(async caller =>
        {
            var trackingId = Tenant.NewTrackingId();
            var posted = await tenant.ForceAsync(Body.Force(trackingId, 1 + (caller % 5), 10));
            Assert.Equal(201, posted.Code);
            return await tenant.CancelForceAsync(Body.Cancel(Tenant.NewTrackingId(), trackingId));
        }));

        Assert.All(canceled, answer => Assert.Equal(200, answer.Code));
        Assert.Equal(0, await tenant.BalanceOfAsync(1));
    }
}
