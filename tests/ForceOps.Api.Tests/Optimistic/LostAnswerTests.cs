using ForceOps.Api.Tests.Outage;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;
using ForceOps.Postgres.Writing;

namespace ForceOps.Api.Tests.Optimistic;

/// <summary>
/// The connection breaks after a commit was sent, and the database goes on with it: it ends after the writer has begun to look, and the
/// writer must find out how. Each test is a trace of the model (OptimisticProofTests of the ledger's tests).
/// </summary>
[Collection(TwoServices.Name)]
public sealed class LostAnswerTests(TwoServices services)
{
    private readonly string _trackingId = Tenant.NewTrackingId();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_committed_after_its_connection_broke_is_answered_as_what_it_is(bool remembers)
    {
        await using var tenant = services.First.NewTenant();
        await using var wire = Wire.To(services.First.Database);
        await using var writer = new OwnWriter(wire.ConnectionString, tenant, remembers);
        await writer.LearnAsync(1);
        await using var hold = await HeldKey.OfAsync(services.First.Database, tenant, _trackingId);

        var lost = await LoseAsync(writer, wire, hold);
        await hold.ReleaseAsync();

        var accepted = Assert.IsType<Outcome.Accepted>((await lost).Outcome);
        Assert.Equal(200, (await tenant.GetAsync($"/sandbox/authorizations/{accepted.Authorization.Id}")).Code);
        Assert.Equal(2 + 5, await tenant.BalanceOfAsync(1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_another_has_posted_under_the_tracking_id_is_not_taken_for_the_lost_one(bool remembers)
    {
        await using var tenant = services.First.NewTenant();
        await using var wire = Wire.To(services.First.Database);
        await using var writer = new OwnWriter(wire.ConnectionString, tenant, remembers);
        await writer.LearnAsync(1);
        await using var hold = await HeldKey.OfAsync(services.First.Database, tenant, _trackingId);

        var lost = await LoseAsync(writer, wire, hold);
        await hold.CommitAsync();

        Assert.IsType<Outcome.Duplicate>((await lost).Outcome);
        Assert.Equal(2, await tenant.BalanceOfAsync(1));
    }

    [Fact]
    public async Task A_refusal_after_a_lost_commit_is_not_told_as_one()
    {
        await using var tenant = services.First.NewTenant();
        await tenant.PutAsync("/sandbox/processing-codes/ABC123", """{"balance_impact":1}""");
        await using var wire = Wire.To(services.First.Database);
        await using var writer = new OwnWriter(wire.ConnectionString, tenant);
        await writer.LearnAsync(1);
        await using var hold = await HeldKey.OfAsync(services.First.Database, tenant, _trackingId);

        var lost = await LoseAsync(writer, wire, hold, "ABC123");
        // The seed has no such code. The lost one has looked at the org before, and goes to the book of before.
        Assert.Equal(200, (await tenant.SendAsync(HttpMethod.Post, "/sandbox/reset", "{}")).Code);
        await hold.ReleaseAsync();

        Assert.Equal(WriteResult.Refused(WriteRefusal.Unavailable), await lost);
        Assert.Equal(1, await Sql.ScalarAsync<long>(
            services.First.Database, $"SELECT count(*) FROM authorizations WHERE tracking_id = '{_trackingId}' AND account_id = 1"));
    }

    /// <summary>Sends a force, and breaks the connection when the force needs nothing but the key; the writer looks by then.</summary>
    private async Task<Task<WriteResult>> LoseAsync(OwnWriter writer, Wire wire, HeldLock hold, string code = "090907")
    {
        var lost = writer.ForceAsync(1, 5, _trackingId, code);
        await hold.WaitForWaitersAsync();
        wire.Drop();
        await hold.WaitForWaitersAsync(2);
        return lost;
    }
}

/// <summary>Holds an uncommitted row with a tracking id: whoever inserts the same one has done all the rest by then, and waits.</summary>
internal static class HeldKey
{
    internal static Task<HeldLock> OfAsync(string database, Tenant tenant, string trackingId) => HeldLock.ByAsync(
        database,
        $"""
        INSERT INTO authorizations (book, id, tracking_id, type, channel, account_id, processing_code, impact, amount, currency, event_date, in_timeline, cid)
        VALUES ('{Sql.OrgOf(tenant.Org)}', 1, '{trackingId}', 'FORCE', 'pismo', 1, '090907', 0, 1, 'USD', now(), true, '')
        """);
}
