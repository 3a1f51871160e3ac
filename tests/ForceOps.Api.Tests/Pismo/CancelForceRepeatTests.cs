using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Pismo;

/// <summary>A cancel sent again, and a cancel of what is canceled: both name the cancellation at the top level.</summary>
public sealed class CancelForceRepeatTests(SharedService shared)
{
    private const string Members = "code, message, authorization_id, tracking_id, event_date";

    public static TheoryData<string, string?, string> Different => new()
    {
        { "amount", "21", "amount" },
        { "amount", null, "amount" },
        { "cancel_fees", "true", "cancel_fees" },
        { "descriptor", "\"x\"", "descriptor" },
        { "metadata", "{}", "metadata" },
    };

    [Fact]
    public async Task What_is_canceled_answers_with_the_latest_cancellation()
    {
        await using var tenant = shared.NewTenant();
        var force = ("authorization_id", (string?)$"{await tenant.ForcedAsync(ForceJson.With())}");
        await tenant.CanceledAsync(ForceJson.Of(force, ("amount", "20.00")));
        var latest = (await tenant.CancelForceAsync(ForceJson.Of(force))).Json;
        var answer = await tenant.CancelForceAsync(ForceJson.Of(force));
        Assert.Equal(409, answer.Code);
        Assert.Equal("ALREADY_CANCELED", answer.ErrorCode);
        Assert.Equal(Members, Refused.Names(answer.Json));
        SameThree(latest, answer.Json);
        Assert.Null(answer.Header("x-forceops-replay"));
    }

    [Fact]
    public async Task The_repeat_answers_with_its_own_cancellation_not_the_latest()
    {
        await using var tenant = shared.NewTenant();
        var force = ("authorization_id", (string?)$"{await tenant.ForcedAsync(ForceJson.With())}");
        var body = ForceJson.Of(force, ("tracking_id", ForceJson.Quoted(Tenant.NewTrackingId())), ("amount", "20.00"));
        var first = (await tenant.CancelForceAsync(body)).Json;
        await tenant.CanceledAsync(ForceJson.Of(force));
        var repeat = await tenant.CancelForceAsync(body);
        Assert.Equal(409, repeat.Code);
        Assert.Equal("TRACKING_ID_IN_USE", repeat.ErrorCode);
        Assert.Equal("same", repeat.Header("x-forceops-replay"));
        Assert.Equal(Members, Refused.Names(repeat.Json));
        SameThree(first, repeat.Json);
        Assert.Equal(0m, await tenant.BalanceOfAsync(1234));
    }

    [Fact]
    public async Task The_repeat_of_a_cancel_of_all_is_the_same()
    {
        await using var tenant = shared.NewTenant();
        var original = ForceJson.Quoted(Tenant.NewTrackingId());
        var force = await tenant.ForcedAsync(ForceJson.With(("tracking_id", original)));
        var id = ("tracking_id", (string?)ForceJson.Quoted(Tenant.NewTrackingId()));
        await tenant.CanceledAsync(ForceJson.Of(id, ("original_tracking_id", original)));
        var byId = await tenant.CancelForceAsync(ForceJson.Of(id, ("authorization_id", $"{force}"), ("cancel_fees", "false")));
        Assert.Equal("same", byId.Header("x-forceops-replay"));
        var byTrackingId = await tenant.CancelForceAsync(ForceJson.Of(id, ("original_tracking_id", original)));
        Assert.Equal("same", byTrackingId.Header("x-forceops-replay"));
    }

    [Theory]
    [MemberData(nameof(Different))]
    public async Task A_repeat_that_differs_names_the_field(string member, string? json, string named)
    {
        await using var tenant = shared.NewTenant();
        var force = $"{await tenant.ForcedAsync(ForceJson.With(("processing_code", "\"090910\"")))}";
        var body = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["tracking_id"] = ForceJson.Quoted(Tenant.NewTrackingId()),
            ["authorization_id"] = force,
            ["amount"] = "20",
        };
        await tenant.CanceledAsync(ForceJson.Of([.. body.Select(one => (one.Key, one.Value))]));
        body[member] = json;
        var repeat = await tenant.CancelForceAsync(ForceJson.Of([.. body.Select(one => (one.Key, one.Value))]));
        Assert.Equal(409, repeat.Code);
        Assert.Equal("different", repeat.Header("x-forceops-replay"));
        Assert.EndsWith($"in: {named}.", repeat.Json.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repeat_for_another_original_is_different()
    {
        await using var tenant = shared.NewTenant();
        var one = await tenant.ForcedAsync(ForceJson.With());
        var other = await tenant.ForcedAsync(ForceJson.With());
        var id = ("tracking_id", (string?)ForceJson.Quoted(Tenant.NewTrackingId()));
        await tenant.CanceledAsync(ForceJson.Of(id, ("authorization_id", $"{one}")));
        var repeat = await tenant.CancelForceAsync(ForceJson.Of(id, ("authorization_id", $"{other}")));
        Assert.Equal(409, repeat.Code);
        Assert.EndsWith("in: the authorization to cancel.", repeat.Json.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(40.25m, await tenant.BalanceOfAsync(1234));
    }

    [Fact]
    public async Task The_tracking_id_answers_before_the_original_is_looked_for()
    {
        await using var tenant = shared.NewTenant();
        var id = ("tracking_id", (string?)ForceJson.Quoted(Tenant.NewTrackingId()));
        await tenant.CanceledAsync(ForceJson.Of(id, ("authorization_id", $"{await tenant.ForcedAsync(ForceJson.With())}")));
        Assert.Equal(409, (await tenant.CancelForceAsync(ForceJson.Of(id, ("authorization_id", "1")))).Code);
    }

    private static void SameThree(System.Text.Json.JsonElement expected, System.Text.Json.JsonElement actual)
    {
        Assert.Equal(expected.GetProperty("authorization_id").GetInt64(), actual.GetProperty("authorization_id").GetInt64());
        Assert.Equal(expected.GetProperty("tracking_id").GetString(), actual.GetProperty("tracking_id").GetString());
        Assert.Equal(expected.GetProperty("event_date").GetString(), actual.GetProperty("event_date").GetString());
    }
}
