using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Storm;

/// <summary>I3 under pressure: whoever retries, and however many at once, there is one operation for one tracking id.</summary>
public sealed class SameTrackingIdTests(SharedService shared)
{
    private const int Callers = 200;
    private const long Account = 7;

    [Fact]
    public async Task Two_hundred_equal_requests_make_one_authorization_and_199_answers_that_name_it()
    {
        await using var tenant = shared.NewTenant();
        var trackingId = Tenant.NewTrackingId();

        var answers = await TogetherAsync(tenant, _ => Body.Force(trackingId, Account, 40.25m));

        var posted = Assert.Single(answers, answer => answer.Code == 201);
        var id = posted.Json.GetProperty("authorization_id").GetInt64();
        Assert.All(answers.Where(answer => answer != posted), answer =>
        {
            Assert.Equal(409, answer.Code);
            Assert.Equal("TRACKING_ID_IN_USE", answer.ErrorCode);
            Assert.Equal("same", answer.Header("x-forceops-replay"));
            Assert.Equal(id, answer.Json.GetProperty("authorizations").GetProperty("authorization_id").GetInt64());
            Assert.Equal(
                posted.Json.GetProperty("event_date").GetString(),
                answer.Json.GetProperty("authorizations").GetProperty("event_date").GetString());
        });
        Assert.Equal(40.25m, await tenant.BalanceOfAsync(Account));
    }

    [Fact]
    public async Task Two_hundred_different_requests_under_one_tracking_id_post_exactly_the_one_that_was_answered_201()
    {
        await using var tenant = shared.NewTenant();
        var trackingId = Tenant.NewTrackingId();

        var answers = await TogetherAsync(tenant, caller => Body.Force(trackingId, Account, caller + 1));

        var winner = Assert.Single(Enumerable.Range(0, Callers), caller => answers[caller].Code == 201);
        Assert.All(answers.Where((_, caller) => caller != winner), answer =>
        {
            Assert.Equal(409, answer.Code);
            Assert.Equal("different", answer.Header("x-forceops-replay"));
            Assert.Equal(winner + 1, answer.Json.GetProperty("authorizations").GetProperty("amount").GetDecimal());
        });
        Assert.Equal(winner + 1, await tenant.BalanceOfAsync(Account));
    }

    /// <summary>All of them are on their way before the first of them is posted.</summary>
    private static async Task<Answer[]> TogetherAsync(Tenant tenant, Func<int, string> body)
    {
        await tenant.PutAsync($"/sandbox/accounts/{Account}", """{"currency":"USD"}""");
        await using var hold = await HeldLock.OnAccountAsync(tenant.Service.Database, tenant.Org, Account);
        var calls = Enumerable.Range(0, Callers).Select(caller => tenant.ForceAsync(body(caller))).ToList();
        await hold.WaitForWaitersAsync();
        await hold.ReleaseAsync();
        return await Task.WhenAll(calls);
    }
}
