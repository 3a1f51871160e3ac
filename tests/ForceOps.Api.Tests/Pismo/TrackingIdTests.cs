using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Pismo;

/// <summary>One tracking id, one operation: in the org, over all routes, byte by byte.</summary>
public sealed class TrackingIdTests(SharedService shared)
{
    [Theory]
    [InlineData("processing_code", "\"999999\"", 400)]
    [InlineData("currency", "\"EUR\"", 400)]
    [InlineData("amount", "0", 400)]
    [InlineData("payment_datetime", "\"9999-12-31T23:59:59Z\"", 400)]
    [InlineData("original_authorization", """{"id":1,"type":"PLATFORM"}""", 400)]
    public async Task A_refused_force_does_not_use_up_its_tracking_id(string member, string json, int status)
    {
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/accounts/1234", """{"currency":"USD"}""");
        var id = ("tracking_id", (string?)ForceJson.Quoted(Tenant.NewTrackingId()));
        Assert.Equal(status, (await tenant.ForceAsync(ForceJson.With(id, (member, json)))).Code);
        await tenant.ForcedAsync(ForceJson.With(id));
    }

    [Fact]
    public async Task A_refused_cancel_does_not_use_up_its_tracking_id()
    {
        await using var tenant = shared.NewTenant();
        var id = ForceJson.Quoted(Tenant.NewTrackingId());
        var force = await tenant.ForcedAsync(ForceJson.With());
        Assert.Equal(404, (await tenant.CancelForceAsync(ForceJson.Of(("tracking_id", id), ("authorization_id", "1")))).Code);
        Assert.Equal(400, (await tenant.CancelForceAsync(
            ForceJson.Of(("tracking_id", id), ("authorization_id", $"{force}"), ("amount", "99")))).Code);
        await tenant.CanceledAsync(ForceJson.Of(("tracking_id", id), ("authorization_id", $"{force}")));
    }

    [Fact]
    public async Task Upper_and_lower_case_are_two_ids()
    {
        await using var tenant = shared.NewTenant();
        var id = $"abcdef-{Guid.NewGuid()}";
        await tenant.ForcedAsync(ForceJson.With(("tracking_id", ForceJson.Quoted(id.ToLowerInvariant()))));
        await tenant.ForcedAsync(ForceJson.With(("tracking_id", ForceJson.Quoted(id.ToUpperInvariant()))));
        Assert.Equal(80.50m, await tenant.BalanceOfAsync(1234));
    }

    [Fact]
    public async Task Composed_and_decomposed_letters_are_two_ids()
    {
        await using var tenant = shared.NewTenant();
        var rest = new string('x', 36);
        await tenant.ForcedAsync(ForceJson.With(("tracking_id", ForceJson.Quoted(rest + "\u00e9"))));
        await tenant.ForcedAsync(ForceJson.With(("tracking_id", ForceJson.Quoted(rest + "e\u0301"))));
        await tenant.ForcedAsync(ForceJson.With(("tracking_id", ForceJson.Quoted(rest + "e "))));
        await tenant.ForcedAsync(ForceJson.With(("tracking_id", ForceJson.Quoted(rest + "e"))));
        Assert.Equal(161m, await tenant.BalanceOfAsync(1234));
    }

    [Fact]
    public async Task Escaped_and_plain_letters_are_one_id()
    {
        await using var tenant = shared.NewTenant();
        var rest = new string('x', 36);
        await tenant.ForcedAsync(ForceJson.With(("tracking_id", ForceJson.Quoted(rest + "A"))));
        Assert.Equal(409, (await tenant.ForceAsync(ForceJson.With(("tracking_id", ForceJson.Quoted(rest + "\\u0041"))))).Code);
    }

    [Fact]
    public async Task Two_orgs_may_use_the_same_id()
    {
        await using var one = shared.NewTenant();
        await using var other = shared.NewTenant();
        var body = ForceJson.With(("tracking_id", ForceJson.Quoted(Tenant.NewTrackingId())));
        await one.ForcedAsync(body);
        await other.ForcedAsync(body);
    }

    [Fact]
    public async Task A_forces_id_is_in_use_for_a_cancel()
    {
        await using var tenant = shared.NewTenant();
        var id = ForceJson.Quoted(Tenant.NewTrackingId());
        var force = await tenant.ForcedAsync(ForceJson.With(("tracking_id", id)));
        var answer = await tenant.CancelForceAsync(ForceJson.Of(("tracking_id", id), ("authorization_id", $"{force}")));
        Assert.Equal(409, answer.Code);
        Assert.Equal("different", answer.Header("x-forceops-replay"));
        Assert.Equal("code, message, authorizations", Refused.Names(answer.Json));
        Assert.Equal(force, answer.Json.GetProperty("authorizations").GetProperty("authorization_id").GetInt64());
        Assert.Contains("the kind of operation", answer.Json.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancellations_id_is_in_use_for_a_force()
    {
        await using var tenant = shared.NewTenant();
        var id = ForceJson.Quoted(Tenant.NewTrackingId());
        var force = await tenant.ForcedAsync(ForceJson.With());
        var cancellation = await tenant.CanceledAsync(
            ForceJson.Of(("tracking_id", id), ("authorization_id", $"{force}"), ("amount", "20.00")));
        var answer = await tenant.ForceAsync(ForceJson.With(("tracking_id", id)));
        Assert.Equal(409, answer.Code);
        Assert.Equal("different", answer.Header("x-forceops-replay"));
        var earlier = answer.Json.GetProperty("authorizations");
        Assert.Equal("authorization_id, tracking_id, event_date, type, account_id, amount, processing_code", Refused.Names(earlier));
        Assert.Equal(cancellation, earlier.GetProperty("authorization_id").GetInt64());
        Assert.Equal("090908", earlier.GetProperty("processing_code").GetString());
        Assert.Equal(20m, earlier.GetProperty("amount").GetDecimal());
    }
}
