using ForceOps.Api.Tests.Delayed;
using ForceOps.Api.Tests.Service;
using static ForceOps.Api.Tests.Faults.FaultsOfTenant;
using static ForceOps.Api.Tests.Transfers.TransferRoutes;

namespace ForceOps.Api.Tests.Faults;

/// <summary>Faults that reach the ledger: posted later, and the acquirer's answer.</summary>
public sealed class FaultLaterTests(SharedService shared)
{
    [Fact]
    public async Task A_delayed_operation_is_accepted_and_posted_when_its_time_has_come()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FaultAsync("later", """{"delay":"1h"}""", """{"account":1}""");
        var body = Force();
        var answer = await tenant.ForceAsync(body);
        Assert.Equal("later", answer.Fault());
        var trackingId = DelayedOfTenant.Accepted(answer);
        DelayedOfTenant.Accepted(await tenant.ForceAsync(body));
        Assert.Equal(404, (await tenant.FindAsync(trackingId)).Code);
        await tenant.ForcedAsync(Force(2));

        await tenant.PostAllAsync();
        Assert.Equal(5, await tenant.BalanceOfAsync(1));
        var again = await tenant.ForceAsync(body);
        Assert.Equal((409, "same"), (again.Code, again.Header("x-forceops-replay")));
    }

    [Fact]
    public async Task The_header_delays_by_so_much()
    {
        await using var tenant = shared.NewTenant();
        DelayedOfTenant.Accepted(await tenant.ForceAsync(Force(), (Header, "delay=90m")));
        var waiting = Assert.Single((await tenant.GetAsync("/sandbox/delayed")).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(TimeSpan.FromMinutes(
            90), waiting.GetProperty("due_at").GetDateTimeOffset() - waiting.GetProperty("accepted_at").GetDateTimeOffset());
        await tenant.PostAllAsync();
        Assert.Equal(5, await tenant.BalanceOfAsync(1));
    }

    [Theory]
    [InlineData("declined", 400, "ACQUIRER_DECLINED")]
    [InlineData("timed_out", 503, "ACQUIRER_TIMEOUT")]
    public async Task A_good_card_is_refused_and_so_is_the_refund_of_a_charge(string answer, int status, string code)
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(1);
        await tenant.FaultAsync("acquirer", $$"""{"acquirer":"{{answer}}"}""", """{"amount":25}""");
        RefusedWith(status, code, await tenant.TransferAsync("card:77", "account:1", 25));
        var charged = Posted(await tenant.TransferAsync("card:77", "account:1", 26));
        RefusedWith(status, code, await tenant.CancelTransferAsync(charged.Id(), 25));
        Assert.Equal(26, await tenant.BalanceOfAsync(1));
        Assert.Equal(200, (await tenant.CancelTransferAsync(charged.Id(), 1)).Code);
        // Who asks no acquirer gets no answer of it.
        Posted(await tenant.TransferAsync("outside:x", "account:1", 25));
    }

    [Fact]
    public async Task A_bad_card_is_approved_also_when_it_is_charged_later()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(1);
        RefusedWith(400, "ACQUIRER_DECLINED", await tenant.TransferAsync("card:5", "account:1", 25));
        Posted(await tenant.TransferAsync(Body("card:5", "account:1", 25), (Header, "acquirer=approved")));
        DelayedOfTenant.Accepted(await tenant.TransferAsync(Body("card:68", "account:1", 5), (Header, "acquirer=approved,delay=1ms")));
        await tenant.UntilNothingWaitsAsync();
        Assert.Equal(30, await tenant.BalanceOfAsync(1));
    }

    [Fact]
    public async Task A_delayed_charge_that_the_acquirer_declines_is_denied()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(1);
        var trackingId = DelayedOfTenant.Accepted(
            await tenant.TransferAsync(Body("card:77", "account:1", 5), (Header, "acquirer=declined,delay=1ms")));
        await tenant.UntilNothingWaitsAsync();
        Assert.Equal(404, (await tenant.FindAsync(trackingId)).Code);
        Assert.Equal(0, await tenant.BalanceOfAsync(1));
    }
}
