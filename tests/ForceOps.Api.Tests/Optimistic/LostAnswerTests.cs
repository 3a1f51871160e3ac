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
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_committed_after_its_connection_broke_is_answered_as_what_it_is(bool remembers)
    {
        await using var lost = await LostForce.SendAsync(services, remembers);

        await lost.Hold.ReleaseAsync();

        var accepted = Assert.IsType<Outcome.Accepted>((await lost.Answer).Outcome);
        Assert.Equal(200, (await lost.Tenant.GetAsync($"/sandbox/authorizations/{accepted.Authorization.Id}")).Code);
        Assert.Equal(2 + 5, await lost.Tenant.BalanceOfAsync(1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_another_has_posted_under_the_tracking_id_is_not_taken_for_the_lost_one(bool remembers)
    {
        await using var lost = await LostForce.SendAsync(services, remembers);

        await lost.Hold.CommitAsync();

        Assert.IsType<Outcome.Duplicate>((await lost.Answer).Outcome);
        Assert.Equal(2, await lost.Tenant.BalanceOfAsync(1));
    }

    [Fact]
    public async Task A_refusal_after_a_lost_commit_is_not_told_as_one()
    {
        await using var lost = await LostForce.SendAsync(services, code: "ABC123");

        // The seed has no such code. The lost one has looked at the org before, and goes to the book of before.
        Assert.Equal(200, (await lost.Tenant.SendAsync(HttpMethod.Post, "/sandbox/reset", "{}")).Code);
        await lost.Hold.ReleaseAsync();

        Assert.Equal(WriteResult.Refused(WriteRefusal.Unavailable), await lost.Answer);
        Assert.Equal(1, await Sql.ScalarAsync<long>(
            services.First.Database, $"SELECT count(*) FROM authorizations WHERE tracking_id = '{lost.TrackingId}' AND account_id = 1"));
    }
}

/// <summary>
/// A force of 5 to account 1, which has 2 by then. Its connection broke when it needed nothing but its tracking id, which is held; the
/// writer looks for it by now.
/// </summary>
internal sealed class LostForce : IAsyncDisposable
{
    private const string OfSeed = "090907";

    private readonly Wire _wire;
    private readonly OwnWriter _writer;

    private LostForce(Tenant tenant, Wire wire, OwnWriter writer, HeldLock hold, string trackingId, Task<WriteResult> answer) =>
        (Tenant, _wire, _writer, Hold, TrackingId, Answer) = (tenant, wire, writer, hold, trackingId, answer);

    internal Tenant Tenant { get; }

    internal HeldLock Hold { get; }

    internal string TrackingId { get; }

    internal Task<WriteResult> Answer { get; }

    /// <param name="remembers">False for a writer that takes the locking path.</param>
    /// <param name="code">One that is not of the seed is put first.</param>
    internal static async Task<LostForce> SendAsync(TwoServices services, bool remembers = true, string code = OfSeed)
    {
        var (tenant, trackingId) = (services.First.NewTenant(), Tenant.NewTrackingId());
        if (code is not OfSeed)
            await tenant.PutAsync($"/sandbox/processing-codes/{code}", """{"balance_impact":1}""");
        var wire = Wire.To(services.First.Database);
        var writer = new OwnWriter(wire.ConnectionString, tenant, remembers);
        await writer.LearnAsync(1);
        var hold = await HeldLock.OnTrackingIdAsync(services.First.Database, tenant.Org, trackingId);
        var answer = writer.ForceAsync(1, 5, trackingId, code);
        await hold.WaitForWaitersAsync();
        wire.Drop();
        await hold.WaitForWaitersAsync(2);
        return new LostForce(tenant, wire, writer, hold, trackingId, answer);
    }

    public async ValueTask DisposeAsync()
    {
        await Hold.DisposeAsync();
        await _writer.DisposeAsync();
        await _wire.DisposeAsync();
        await Tenant.DisposeAsync();
    }
}
