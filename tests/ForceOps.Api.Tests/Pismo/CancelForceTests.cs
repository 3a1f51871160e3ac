using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Pismo;

/// <summary>The cancel route, by the contract's section 3: how much is taken back.</summary>
public sealed class CancelForceTests(SharedService shared)
{
    private const string CreditWithFee = "\"090910\"";

    [Fact]
    public async Task The_guides_partial_cancel_leaves_the_fee()
    {
        await using var tenant = shared.NewTenant();
        var force = await tenant.ForcedAsync(ForceJson.With(("processing_code", CreditWithFee)));
        var answer = await tenant.CancelForceAsync(ForceJson.Of(("authorization_id", $"{force}"), ("amount", "20.00")));
        Assert.Equal(200, answer.Code);
        Assert.Equal("application/json; charset=utf-8", answer.Message.Content.Headers.ContentType?.ToString());
        Assert.Equal("authorization_id, tracking_id, event_date", Refused.Names(answer.Json));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", answer.Json.GetProperty("event_date").GetString());
        Assert.NotEqual(force, answer.Json.GetProperty("authorization_id").GetInt64());
        Assert.Equal(18.75m, await tenant.BalanceOfAsync(1234));
    }

    [Theory]
    [InlineData("20.00", "true", "20.25")]
    [InlineData("20.00", "false", "18.75")]
    [InlineData("20.00", "null", "18.75")]
    [InlineData("20.00", null, "18.75")]
    [InlineData(null, "true", "0")]
    [InlineData(null, "false", "-1.5")]
    [InlineData("null", null, "-1.5")]
    [InlineData("40.25", "true", "0")]
    public async Task The_fee_is_given_back_whole_when_asked_for(string? amount, string? cancelFees, string balance)
    {
        await using var tenant = shared.NewTenant();
        var force = await tenant.ForcedAsync(ForceJson.With(("processing_code", CreditWithFee)));
        await tenant.CanceledAsync(ForceJson.Of(("authorization_id", $"{force}"), ("amount", amount), ("cancel_fees", cancelFees)));
        Assert.Equal(balance, (await tenant.GetAsync("/sandbox/accounts/1234")).Json.GetProperty("balance").GetRawText());
    }

    [Fact]
    public async Task The_fee_is_given_back_once()
    {
        await using var tenant = shared.NewTenant();
        var force = await tenant.ForcedAsync(ForceJson.With(("processing_code", "\"090911\"")));
        await tenant.CanceledAsync(ForceJson.Of(("authorization_id", $"{force}"), ("amount", "10"), ("cancel_fees", "true")));
        Assert.Equal(-30.25m, await tenant.BalanceOfAsync(1234));
        await tenant.CanceledAsync(ForceJson.Of(("authorization_id", $"{force}"), ("cancel_fees", "true")));
        Assert.Equal(0m, await tenant.BalanceOfAsync(1234));
    }

    [Fact]
    public async Task Parts_may_be_canceled_until_nothing_is_left_and_no_more()
    {
        await using var tenant = shared.NewTenant();
        var force = ("authorization_id", (string?)$"{await tenant.ForcedAsync(ForceJson.With())}");
        await tenant.CanceledAsync(ForceJson.Of(force, ("amount", "20.00")));
        await tenant.CanceledAsync(ForceJson.Of(force, ("amount", "20.00")));
        Refused.AsPismo(await tenant.CancelForceAsync(ForceJson.Of(force, ("amount", "0.26"))), 400, "AMOUNT_EXCEEDS_REMAINING");
        await tenant.CanceledAsync(ForceJson.Of(force));
        Assert.Equal(409, (await tenant.CancelForceAsync(ForceJson.Of(force))).Code);
        Assert.Equal(409, (await tenant.CancelForceAsync(ForceJson.Of(force, ("amount", "0.01")))).Code);
        Assert.Equal(0m, await tenant.BalanceOfAsync(1234));
    }

    [Fact]
    public async Task More_than_the_original_is_refused_and_nothing_written()
    {
        await using var tenant = shared.NewTenant();
        var force = await tenant.ForcedAsync(ForceJson.With());
        var before = await tenant.CountsAsync();
        Refused.AsPismo(
            await tenant.CancelForceAsync(
                ForceJson.Of(("authorization_id", $"{force}"), ("amount", "40.26"))), 400, "AMOUNT_EXCEEDS_REMAINING");
        Assert.Equal(before, await tenant.CountsAsync());
    }

    [Theory]
    [InlineData("090908", "-40.25")]
    [InlineData("090900", "0")]
    public async Task Debits_and_operations_without_impact_are_canceled_too(string code, string balance)
    {
        await using var tenant = shared.NewTenant();
        var force = await tenant.ForcedAsync(ForceJson.With(("processing_code", ForceJson.Quoted(code))));
        Assert.Equal(balance, (await tenant.GetAsync("/sandbox/accounts/1234")).Json.GetProperty("balance").GetRawText());
        await tenant.CanceledAsync(ForceJson.Of(("authorization_id", $"{force}")));
        Assert.Equal(0m, await tenant.BalanceOfAsync(1234));
        Assert.Equal(409, (await tenant.CancelForceAsync(ForceJson.Of(("authorization_id", $"{force}")))).Code);
    }

    [Fact]
    public async Task A_cancel_goes_through_on_a_closed_account_and_without_its_code()
    {
        await using var tenant = shared.NewTenant();
        var force = await tenant.ForcedAsync(ForceJson.With());
        await tenant.DeleteAsync("/sandbox/processing-codes/090907");
        await tenant.DeleteAsync("/sandbox/processing-codes/090908");
        await tenant.PutAsync("/sandbox/accounts/1234", """{"status":"canceled"}""");
        await tenant.CanceledAsync(ForceJson.Of(("authorization_id", $"{force}")));
        Assert.Equal(0m, await tenant.BalanceOfAsync(1234));
    }

    [Fact]
    public async Task The_cancellation_is_an_authorization_that_names_its_original()
    {
        await using var tenant = shared.NewTenant();
        var force = await tenant.ForcedAsync(ForceJson.With());
        var cancellation = await tenant.CanceledAsync(ForceJson.Of(
            ("authorization_id", $"{force}"), ("amount", "20.00"), ("descriptor", "\"Back, please!\""),
            ("metadata", """{"b":1.0,"a":1e5}""")));
        var shown = await tenant.AuthorizationAsync(cancellation);
        Assert.Equal("FORCE", shown.GetProperty("type").GetString());
        Assert.Equal(force, shown.GetProperty("parent_authorization_id").GetInt64());
        Assert.Equal("090908", shown.GetProperty("processing_code").GetString());
        Assert.Equal("Back please", shown.GetProperty("descriptor").GetString());
        Assert.Equal("""{"b":1.0,"a":1e5}""", shown.GetProperty("metadata").GetRawText());
        var original = await tenant.AuthorizationAsync(force);
        Assert.Equal(20m, original.GetProperty("canceled_amount").GetDecimal());
        Assert.Equal(cancellation, original.GetProperty("cancellations")[0].GetProperty("authorization_id").GetInt64());
    }

    [Fact]
    public async Task A_cancel_is_allowed_the_moment_the_force_is_answered()
    {
        await using var tenant = shared.NewTenant();
        for (var i = 0; i < 100; i++)
        {
            var id = ForceJson.Quoted(Tenant.NewTrackingId());
            await tenant.ForcedAsync(ForceJson.With(("tracking_id", id)));
            await tenant.CanceledAsync(ForceJson.Of(("original_tracking_id", id)));
        }
        Assert.Equal(0m, await tenant.BalanceOfAsync(1234));
    }

    [Fact]
    public async Task However_many_partial_cancels_race_the_sum_never_exceeds_the_original()
    {
        await using var tenant = shared.NewTenant();
        var force = await tenant.ForcedAsync(ForceJson.With(("amount", "100")));
        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ =>
            tenant.CancelForceAsync(ForceJson.Of(("authorization_id", $"{force}"), ("amount", "30")))));
        Assert.Equal(3, answers.Count(answer => answer.Code == 200));
        Assert.All(answers.Where(answer => answer.Code != 200), answer => Refused.AsPismo(answer, 400, "AMOUNT_EXCEEDS_REMAINING"));
        Assert.Equal(10m, await tenant.BalanceOfAsync(1234));
    }
}
