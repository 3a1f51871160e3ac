using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Pismo;

/// <summary>The fields of a cancel, and which operation it names.</summary>
public sealed class CancelForceRefusalTests(SharedService shared)
{
    private static readonly string Short = new('x', 35);
    private static readonly string Long = new('x', 51);

    public static TheoryData<string, string?> Wrong => new()
    {
        { "authorization_id", null },
        { "authorization_id", "null" },
        { "authorization_id", "0" },
        { "authorization_id", "-1" },
        { "authorization_id", "1.5" },
        { "authorization_id", "\"1\"" },
        { "authorization_id", "9223372036854775808" },
        { "original_tracking_id", "\"\"" },
        { "original_tracking_id", $"\"{Short}\"" },
        { "original_tracking_id", $"\"{Long}\"" },
        { "original_tracking_id", $"\"{Short}\\u0000\"" },
        { "original_tracking_id", "1" },
        { "tracking_id", $"\"{Short}\"" },
        { "tracking_id", $"\"{Long}\"" },
        { "tracking_id", $"\"{Short}\\u001f\"" },
        { "tracking_id", "1" },
        { "amount", "0" },
        { "amount", "-1" },
        { "amount", "\"20.00\"" },
        { "amount", "1e400" },
        { "amount", "1000000000000000" },
        { "amount", "20.001" },
        { "amount", "20.00001" },
        { "cancel_fees", "\"true\"" },
        { "cancel_fees", "1" },
        { "cancel_fees", "{}" },
        { "descriptor", "1" },
        { "descriptor", $"\"{new string('x', 501)}\"" },
        { "metadata", "[]" },
        { "metadata", "\"x\"" },
        { "metadata", $$"""{"k":"{{new string('x', 8185)}}"}""" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_field_is_named_and_nothing_is_written(string field, string? json)
    {
        await using var tenant = shared.NewTenant();
        var force = await tenant.ForcedAsync(ForceJson.With());
        var before = await tenant.CountsAsync();
        var body = new Dictionary<string, string?>(StringComparer.Ordinal) { ["authorization_id"] = $"{force}", [field] = json };
        var answer = await tenant.CancelForceAsync(ForceJson.Of([.. body.Select(member => (member.Key, member.Value))]));
        Refused.AsPismo(answer, 400, "INVALID_FIELD", field);
        Assert.Equal(before, await tenant.CountsAsync());
        Assert.Equal(40.25m, await tenant.BalanceOfAsync(1234));
    }

    [Fact]
    public async Task One_of_the_two_identifiers_is_enough_and_both_may_agree()
    {
        await using var tenant = shared.NewTenant();
        var tracking = ForceJson.Quoted(Tenant.NewTrackingId());
        var force = $"{await tenant.ForcedAsync(ForceJson.With(("tracking_id", tracking)))}";
        await tenant.CanceledAsync(ForceJson.Of(("authorization_id", force), ("amount", "1")));
        await tenant.CanceledAsync(ForceJson.Of(("original_tracking_id", tracking), ("amount", "1")));
        await tenant.CanceledAsync(ForceJson.Of(("authorization_id", force), ("original_tracking_id", tracking), ("amount", "1")));
        Assert.Equal(37.25m, await tenant.BalanceOfAsync(1234));
    }

    [Fact]
    public async Task Both_identifiers_must_name_the_same_operation()
    {
        await using var tenant = shared.NewTenant();
        var tracking = ForceJson.Quoted(Tenant.NewTrackingId());
        await tenant.ForcedAsync(ForceJson.With(("tracking_id", tracking)));
        var other = await tenant.ForcedAsync(ForceJson.With());
        var before = await tenant.CountsAsync();
        var answer = await tenant.CancelForceAsync(ForceJson.Of(("authorization_id", $"{other}"), ("original_tracking_id", tracking)));
        Refused.AsPismo(answer, 400, "INVALID_FIELD", "original_tracking_id");
        Assert.Equal(before, await tenant.CountsAsync());
    }

    [Fact]
    public async Task One_identifier_of_an_operation_and_one_of_none_do_not_agree()
    {
        await using var tenant = shared.NewTenant();
        var force = await tenant.ForcedAsync(ForceJson.With());
        var unknown = ForceJson.Quoted(Tenant.NewTrackingId());
        var answer = await tenant.CancelForceAsync(ForceJson.Of(("authorization_id", $"{force}"), ("original_tracking_id", unknown)));
        Refused.AsPismo(answer, 400, "INVALID_FIELD", "original_tracking_id");
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        await using var tenant = shared.NewTenant();
        var unknown = ForceJson.Quoted(Tenant.NewTrackingId());
        Refused.AsPismo(await tenant.CancelForceAsync(ForceJson.Of(("authorization_id", "1"))), 404, "AUTHORIZATION_NOT_FOUND");
        Refused.AsPismo(await tenant.CancelForceAsync(ForceJson.Of(("original_tracking_id", unknown))), 404, "AUTHORIZATION_NOT_FOUND");
        Refused.AsPismo(
            await tenant.CancelForceAsync(ForceJson.Of(
                ("authorization_id", "9223372036854775807"), ("original_tracking_id", unknown))), 404, "AUTHORIZATION_NOT_FOUND");
    }

    [Fact]
    public async Task Another_orgs_force_is_not_there()
    {
        await using var other = shared.NewTenant();
        await using var tenant = shared.NewTenant();
        var tracking = ForceJson.Quoted(Tenant.NewTrackingId());
        var foreign = await other.ForcedAsync(ForceJson.With(("tracking_id", tracking)));
        Refused.AsPismo(await tenant.CancelForceAsync(ForceJson.Of(("authorization_id", $"{foreign}"))), 404, "AUTHORIZATION_NOT_FOUND");
        Refused.AsPismo(await tenant.CancelForceAsync(ForceJson.Of(("original_tracking_id", tracking))), 404, "AUTHORIZATION_NOT_FOUND");
        Assert.Equal(40.25m, await other.BalanceOfAsync(1234));
    }

    [Fact]
    public async Task A_cancellation_is_not_canceled()
    {
        await using var tenant = shared.NewTenant();
        var force = await tenant.ForcedAsync(ForceJson.With());
        var cancellation = await tenant.CanceledAsync(ForceJson.Of(("authorization_id", $"{force}")));
        Refused.AsPismo(await tenant.CancelForceAsync(ForceJson.Of(("authorization_id", $"{cancellation}"))), 400,
            "NOT_A_FORCED_OPERATION");
    }

    [Fact]
    public async Task Decimals_are_those_of_the_originals_currency()
    {
        await using var tenant = shared.NewTenant();
        var force = await tenant.ForcedAsync(ForceJson.With(("currency", "\"JPY\""), ("amount", "40")));
        Refused.AsPismo(
            await tenant.CancelForceAsync(
                ForceJson.Of(("authorization_id", $"{force}"), ("amount", "0.5"))), 400, "INVALID_FIELD", "amount");
        await tenant.CanceledAsync(ForceJson.Of(("authorization_id", $"{force}"), ("amount", "1")));
    }
}
