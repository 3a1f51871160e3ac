using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Storm;

/// <summary>A full queue refuses at once and clearly, instead of growing.</summary>
[Collection(NarrowService.Name)]
public sealed class QueueFullTests(NarrowService narrow)
{
    [Fact]
    public async Task What_does_not_fit_is_told_429_and_nothing_of_it_is_posted()
    {
        await using var tenant = narrow.Service.NewTenant();
        var trackingIds = Enumerable.Range(0, 25).Select(_ => Tenant.NewTrackingId()).ToList();
        var bodies = trackingIds.Select(id => Body.Force(id, 1, 2)).ToList();

        var answers = await NarrowService.SendToFullQueueAsync(tenant, bodies);

        Assert.Equal(NarrowService.QueueLimit - 1, answers.Count(answer => answer.Code == 201));
        var refused = Enumerable.Range(0, 25).Where(i => answers[i].Code != 201).ToList();
        foreach (var i in refused)
        {
            Assert.Equal((429, "TOO_MANY_REQUESTS", "1"), (answers[i].Code, answers[i].ErrorCode, answers[i].Header("Retry-After")));
            Assert.Equal(404, (await tenant.GetAsync($"/sandbox/authorizations?tracking_id={trackingIds[i]}")).Code);
        }
        Assert.Equal(18, await tenant.BalanceOfAsync(1));
        // A refused request has not used up its tracking id.
        foreach (var i in refused)
            Assert.Equal(201, (await tenant.ForceAsync(bodies[i])).Code);
        Assert.Equal(50, await tenant.BalanceOfAsync(1));
    }
}
