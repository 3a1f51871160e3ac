using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Pismo;

/// <summary>A tracking id names one operation: its repeat is answered with the first one and says what differs.</summary>
public sealed class ForceRepeatTests(SharedService shared)
{
    private const string Date = "\"2022-02-02T14:05:51.688Z\"";

    private static readonly (string, string?)[] Full =
    [
        ("currency", "\"USD\""), ("descriptor", "\"Forced credit\""), ("metadata", """{"k":1}"""),
        ("original_authorization", """{"id":123,"type":"NETWORK"}"""), ("payment_datetime", Date),
    ];

    public static TheoryData<string, string?, string> Different => new()
    {
        { "account_id", "1235", "account_id" },
        { "amount", "40.26", "amount" },
        { "processing_code", "\"090908\"", "processing_code" },
        { "currency", "\"EUR\"", "currency" },
        { "descriptor", "\"Forced debit\"", "descriptor" },
        { "descriptor", null, "descriptor" },
        { "metadata", """{"k":2}""", "metadata" },
        { "metadata", null, "metadata" },
        { "original_authorization", """{"id":124,"type":"NETWORK"}""", "original_authorization" },
        { "original_authorization", """{"id":123,"type":"PLATFORM"}""", "original_authorization" },
        { "original_authorization", null, "original_authorization" },
        { "payment_datetime", "\"2022-02-02T14:05:51.689Z\"", "payment_datetime" },
        { "payment_datetime", null, "payment_datetime" },
    };

    public static TheoryData<string, string?> Same => new()
    {
        { "amount", "40.250" },
        { "amount", "4025e-2" },
        { "currency", null },
        { "currency", "\"840\"" },
        { "descriptor", "\" Forced credit! \"" },
        { "metadata", "{ \"k\" : 1 }" },
        { "metadata", """{"\u006b":1.0}""" },
        { "original_authorization", """{"type":"NETWORK","id":123}""" },
        { "payment_datetime", "\"2022-02-02T17:05:51.6880+03:00\"" },
        { "unknown_member", "1" },
    };

    [Fact]
    public async Task The_repeat_is_answered_with_the_first_in_exactly_this_shape()
    {
        await using var tenant = shared.NewTenant();
        var id = ForceJson.Quoted(Tenant.NewTrackingId());
        var first = (await tenant.ForceAsync(ForceJson.With(("tracking_id", id)))).Json;
        var repeat = await tenant.ForceAsync(ForceJson.With(("tracking_id", id)));
        Assert.Equal(409, repeat.Code);
        Assert.Equal("application/json", repeat.Message.Content.Headers.ContentType?.MediaType);
        Assert.Equal("same", repeat.Header("x-forceops-replay"));
        Assert.Equal("code, message, authorizations", Refused.Names(repeat.Json));
        Assert.Equal("TRACKING_ID_IN_USE", repeat.ErrorCode);
        Assert.Contains("same", repeat.Json.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            $$"""{"authorization_id":{{first.GetProperty("authorization_id")}},"tracking_id":{{id}},"event_date":"{{first.GetProperty(
                "event_date")}}","type":"FORCE","account_id":1234,"amount":40.25,"processing_code":"090907"}""",
            repeat.Json.GetProperty("authorizations").GetRawText());
        Assert.Equal(40.25m, await tenant.BalanceOfAsync(1234));
    }

    [Theory]
    [MemberData(nameof(Different))]
    public async Task A_repeat_that_differs_names_the_field(string member, string? json, string named)
    {
        await using var tenant = shared.NewTenant();
        var id = ("tracking_id", (string?)ForceJson.Quoted(Tenant.NewTrackingId()));
        await tenant.ForcedAsync(ForceJson.With([id, .. Full]));
        var counts = await tenant.CountsAsync();
        var repeat = await tenant.ForceAsync(ForceJson.With([id, .. Full, (member, json)]));
        Assert.Equal(409, repeat.Code);
        Assert.Equal("TRACKING_ID_IN_USE", repeat.ErrorCode);
        Assert.Equal("different", repeat.Header("x-forceops-replay"));
        Assert.EndsWith($"in: {named}.", repeat.Json.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(1234, repeat.Json.GetProperty("authorizations").GetProperty("account_id").GetInt64());
        Assert.Equal(counts, await tenant.CountsAsync());
    }

    [Theory]
    [MemberData(nameof(Same))]
    public async Task A_repeat_in_other_words_is_the_same(string member, string? json)
    {
        await using var tenant = shared.NewTenant();
        var id = ("tracking_id", (string?)ForceJson.Quoted(Tenant.NewTrackingId()));
        await tenant.ForcedAsync(ForceJson.With([id, .. Full]), ("x-cid", "first"));
        var repeat = await tenant.ForceAsync(
            ForceJson.With([id, .. Full, (member, json)]), ("x-cid", "second"), ("x-skip-timeline", "true"));
        Assert.Equal(409, repeat.Code);
        Assert.Equal("same", repeat.Header("x-forceops-replay"));
    }

    [Fact]
    public async Task Several_differences_are_all_named()
    {
        await using var tenant = shared.NewTenant();
        var id = ("tracking_id", (string?)ForceJson.Quoted(Tenant.NewTrackingId()));
        await tenant.ForcedAsync(ForceJson.With(id));
        var repeat = await tenant.ForceAsync(ForceJson.With(id, ("amount", "1"), ("account_id", "9"), ("metadata", "{}")));
        Assert.EndsWith("in: account_id, amount, metadata.", repeat.Json.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_repeat_is_told_so_even_if_the_code_is_gone_and_the_account_blocked()
    {
        await using var tenant = shared.NewTenant();
        var body = ForceJson.With(("tracking_id", ForceJson.Quoted(Tenant.NewTrackingId())));
        await tenant.ForcedAsync(body);
        Assert.Equal(204, (await tenant.DeleteAsync("/sandbox/processing-codes/090907")).Code);
        await tenant.PutAsync("/sandbox/accounts/1234", """{"status":"blocked"}""");
        Assert.Equal("same", (await tenant.ForceAsync(body)).Header("x-forceops-replay"));
        await tenant.PutAsync("/sandbox/accounts/1234", """{"status":"canceled"}""");
        Assert.Equal("same", (await tenant.ForceAsync(body)).Header("x-forceops-replay"));
        Refused.AsPismo(await tenant.ForceAsync(ForceJson.With()), 400, "PROCESSING_CODE_NOT_FOUND");
    }
}
