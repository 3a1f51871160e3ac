using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Storm;

/// <summary>
/// An operation that the database refuses although the rules let it pass is a bug of ours; its neighbours are not to pay for it.
/// </summary>
[Collection(NarrowService.Name)]
public sealed class PoisonTests(NarrowService narrow)
{
    [Fact]
    public async Task A_poisonous_operation_is_refused_alone_and_the_service_goes_on()
    {
        await using var tenant = narrow.Service.NewTenant();
        await Sql.ExecuteAsync(narrow.Service.Database, "ALTER TABLE authorizations ADD CONSTRAINT no_poison CHECK (descriptor <> 'poison')");
        // Two, among seven others: which one of ten does not find a place in the queue is chance.
        var poison = Enumerable.Range(0, 10).Select(i => i is 2 or 6).ToList();

        var answers = await NarrowService.SendToFullQueueAsync(
            tenant, [.. poison.Select((bad, i) => Body.Force(Tenant.NewTrackingId(), 1 + (i % 3), 1, bad ? "poison" : "good"))]);

        var taken = answers.Zip(poison).Where(pair => pair.First.Code != 429).ToList();
        Assert.Equal(NarrowService.QueueLimit - 1, taken.Count);
        Assert.All(taken.Where(pair => !pair.Second), pair => Assert.Equal(201, pair.First.Code));
        var poisonous = taken.Where(pair => pair.Second).ToList();
        Assert.NotEmpty(poisonous);
        Assert.All(poisonous, pair =>
        {
            Assert.Equal((500, "INTERNAL_ERROR"), (pair.First.Code, pair.First.ErrorCode));
            Assert.Equal("code message", string.Join(' ', pair.First.Json.EnumerateObject().Select(member => member.Name)));
            Assert.DoesNotContain("no_poison", pair.First.Text, StringComparison.Ordinal);
        });
        Assert.Equal(201, (await tenant.ForceAsync(Body.Force(Tenant.NewTrackingId(), 1, 1))).Code);
        // The log says why, once for each.
        Assert.Equal(poisonous.Count, narrow.Service.Output.Split("refused alone").Length - 1);
    }
}
