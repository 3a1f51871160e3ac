using ForceOps.Api.Tests.Journal;
using ForceOps.Api.Tests.Service;
using static ForceOps.Api.Tests.Faults.FaultsOfTenant;
using static ForceOps.Api.Tests.Transfers.TransferRoutes;

namespace ForceOps.Api.Tests.Faults;

/// <summary>Whom a rule strikes: every condition, alone and together.</summary>
public sealed class FaultMatchTests(SharedService shared)
{
    private const string Unavailable = """{"status":503}""";

    [Theory]
    [InlineData("""{"account":7}""")]
    [InlineData("""{"amount":12.50}""")]
    [InlineData("""{"amount_from":12.5}""")]
    [InlineData("""{"amount_from":12,"amount_to":13}""")]
    [InlineData("""{"tracking_id_prefix":"hit-"}""")]
    [InlineData("""{"account":7,"amount":12.5,"tracking_id_prefix":"hit-","route":"/payments/v1/payments/force","method":"post"}""")]
    public async Task The_body_decides(string match)
    {
        await using var tenant = shared.NewTenant();
        await tenant.FaultAsync("one", Unavailable, match);
        Assert.Equal(201, (await tenant.ForceAsync(Force(8, 5))).Code);
        var struck = await tenant.ForceAsync(Force(7, 12.5m, $"hit-{Tenant.NewTrackingId()}"));
        Refused.AsPismo(struck, 503, "LEDGER_UNAVAILABLE");
        Assert.Equal("one", struck.Fault());
        Assert.Equal("one", (await tenant.ForceAsync("\ufeff" + Force(7, 12.5m, $"hit-{Tenant.NewTrackingId()}"))).Fault());
    }

    [Theory]
    [InlineData("""{"account":7,"amount":5}""")]
    [InlineData("""{"amount_to":12.49}""")]
    [InlineData("""{"amount_from":12.51}""")]
    [InlineData("""{"tracking_id_prefix":"HIT-"}""")]
    [InlineData("""{"route":"/payments/v1/payments"}""")]
    [InlineData("""{"route":"/payments/v2/*"}""")]
    [InlineData("""{"method":"GET"}""")]
    public async Task One_condition_that_does_not_hold_is_enough(string match)
    {
        await using var tenant = shared.NewTenant();
        await tenant.FaultAsync("one", Unavailable, match);
        var answer = await tenant.ForceAsync(Force(7, 12.5m, $"hit-{Tenant.NewTrackingId()}"));
        Assert.Equal((201, null), (answer.Code, answer.Fault()));
    }

    [Fact]
    public async Task A_path_with_a_star_reaches_all_below_it_and_a_cancellation_is_known_by_both_tracking_ids()
    {
        await using var tenant = shared.NewTenant();
        var trackingId = $"far-{Tenant.NewTrackingId()}";
        await tenant.ForcedAsync(Force(trackingId: trackingId));
        await tenant.OpenAsync(2);
        await tenant.FaultAsync("cancels", Unavailable, """{"tracking_id_prefix":"far-","route":"/payments/v1/payments/force/*"}""");
        Assert.Equal("cancels", (await tenant.CancelForceAsync($$"""{"original_tracking_id":"{{trackingId}}"}""")).Fault());
        Assert.Null((await tenant.TransferAsync("outside:one", "account:2", 5)).Fault());

        await tenant.FaultAsync("all", Unavailable, """{"route":"/payments/v1/*"}""");
        Assert.Equal("all", (await tenant.TransferAsync("outside:one", "account:2", 5)).Fault());
        Assert.Equal("all", (await tenant.SendAsync(HttpMethod.Post, "/payments/v1/nowhere", "{}")).Fault());
        Assert.Null((await tenant.CancelTransferAsync(1, 1)).Fault());
    }

    [Fact]
    public async Task Either_end_of_a_transfer_is_its_account()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 100);
        await tenant.OpenAsync(2);
        await tenant.FaultAsync("one", Unavailable, """{"account":2,"amount":7}""");
        Assert.Equal("one", (await tenant.TransferAsync("account:1", "account:2", 7)).Fault());
        Assert.Equal("one", (await tenant.TransferAsync("outside:x", "account:2", 7)).Fault());
        Posted(await tenant.TransferAsync("account:1", "account:2", 8));
        Posted(await tenant.TransferAsync("account:1", "merchant:3", 7));
    }

    [Theory]
    [InlineData("""{"nth":3}""", "0010000")]
    [InlineData("""{"every":3}""", "0010010")]
    [InlineData("""{"times":2}""", "1100000")]
    [InlineData("""{"every":2,"times":2}""", "0101000")]
    [InlineData("""{"probability":1}""", "1111111")]
    public async Task Counts_decide_and_begin_anew_with_the_rule(string match, string fates)
    {
        await using var tenant = shared.NewTenant();
        for (var round = 0; round < 2; round++)
        {
            await tenant.FaultAsync("one", Unavailable, match);
            Assert.Equal(fates, await tenant.FatesAsync(fates.Length));
            var rule = (await tenant.GetAsync("/sandbox/faults/one")).Json;
            Assert.Equal((fates.Length.ToString(), fates.Count(fate => fate == '1').ToString()),
                (rule.Text("matched"), rule.Text("struck")));
        }
    }

    [Fact]
    public async Task What_a_rule_is_not_about_is_not_counted_and_another_rule_does_not_disturb_its_counts()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FaultAsync("b", Unavailable, """{"account":1,"nth":2}""");
        await tenant.FaultAsync("a", """{"latency":"1ms"}""", """{"account":2}""");
        Assert.Null((await tenant.ForceAsync(Force(1))).Fault());
        Assert.Equal("a", (await tenant.ForceAsync(Force(2))).Fault());
        await tenant.FaultAsync("a", """{"latency":"2ms"}""", """{"account":2}""");
        Assert.Equal("b", (await tenant.ForceAsync(Force(1))).Fault());
    }

    [Fact]
    public async Task The_first_name_that_strikes_is_the_only_one_and_the_others_count_all_the_same()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FaultAsync("a", """{"status":418,"body":"a"}""", """{"nth":1}""");
        await tenant.FaultAsync("b", """{"status":418,"body":"b"}""", """{"every":2}""");
        await tenant.FaultAsync("c", """{"status":418,"body":"c"}""");
        var said = new List<string>();
        for (var i = 0; i < 3; i++)
            said.Add((await tenant.ForceAsync(Force())).Text);
        Assert.Equal(["a", "b", "c"], said);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"account_id":"7"}""")]
    [InlineData("""{"account_id":7.5}""")]
    [InlineData("{\"account_id\":7,\"tracking_id\":\"\\ud800\"}")]
    public async Task A_body_that_says_nothing_is_answered_as_ever(string body)
    {
        await using var tenant = shared.NewTenant();
        var before = await tenant.ForceAsync(body);
        await tenant.FaultAsync("one", Unavailable, """{"account":7,"tracking_id_prefix":"x"}""");
        var after = await tenant.ForceAsync(body);
        Assert.Equal((before.Code, before.Text, null), (after.Code, after.Text, after.Fault()));
        Assert.InRange(after.Code, 400, 499);
    }

    [Fact]
    public async Task A_body_that_is_too_long_stays_too_long()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FaultAsync("one", Unavailable, """{"account":7}""");
        var body = $$"""{"account_id":7,"descriptor":"{{new string('x', 70_000)}}"}""";
        Refused.AsPismo(await tenant.ForceAsync(body), 413, "BODY_TOO_LARGE");
        Refused.AsPismo(await tenant.ForceAsync(body, ("transfer-encoding", "chunked")), 413, "BODY_TOO_LARGE");
    }
}
