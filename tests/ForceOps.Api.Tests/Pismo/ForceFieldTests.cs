using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Pismo;

/// <summary>Every field of a force at its edges: what the contract's table allows is accepted.</summary>
public sealed class ForceFieldTests(SharedService shared)
{
    public static TheoryData<string, string?> Right => new()
    {
        { "tracking_id", null },
        { "tracking_id", "null" },
        { "tracking_id", $"\"{new string('1', 36)}\"" },
        { "tracking_id", $"\"{new string('x', 50)}\"" },
        { "tracking_id", $"\"not a UUID, but long enough ({new string('\u00e4', 10)})\"" },
        { "account_id", "1" },
        { "account_id", "9223372036854775807" },
        { "currency", "null" },
        { "currency", "\"USD\"" },
        { "currency", "\"840\"" },
        { "descriptor", "null" },
        { "descriptor", "\"\"" },
        { "metadata", "null" },
        { "metadata", "{}" },
        { "original_authorization", "null" },
        { "original_authorization", """{"id":9223372036854775807,"type":"NETWORK"}""" },
        { "payment_datetime", "null" },
        { "value_date", "null" },
    };

    [Theory]
    [MemberData(nameof(Right))]
    public async Task A_field_at_its_edge_is_accepted(string field, string? json)
    {
        await using var tenant = shared.NewTenant();
        await tenant.ForcedAsync(ForceJson.With((field, json)));
    }

    [Fact]
    public async Task The_answer_has_the_three_members_and_nothing_else()
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.ForceAsync(ForceJson.With());
        Assert.Equal(201, answer.Code);
        Assert.Equal("application/json; charset=utf-8", answer.Message.Content.Headers.ContentType?.ToString());
        Assert.Equal("authorization_id, tracking_id, event_date", Refused.Names(answer.Json));
        Assert.Null(answer.Header("x-forceops-replay"));
        Assert.True(Guid.TryParse(answer.Json.GetProperty("tracking_id").GetString(), out _), "a tracking id that was not sent is a UUID");
    }

    [Fact]
    public async Task The_event_date_lacks_its_zone_when_the_setting_asks_for_the_guides_form()
    {
        var service = await shared.ConfiguredAsync();
        await using var tenant = service.NewTenant();
        var answer = await tenant.ForceAsync(ForceJson.With());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$", answer.Json.GetProperty("event_date").GetString());
    }

    [Fact]
    public async Task The_currency_in_digits_is_stored_in_letters()
    {
        await using var tenant = shared.NewTenant();
        var id = await tenant.ForcedAsync(ForceJson.With(("currency", "\"986\"")));
        Assert.Equal("BRL", (await tenant.AuthorizationAsync(id)).GetProperty("currency").GetString());
        Assert.Equal("BRL", (await tenant.GetAsync("/sandbox/accounts/1234")).Json.GetProperty("currency").GetString());
    }

    [Fact]
    public async Task Another_currency_than_the_accounts_is_refused()
    {
        await using var tenant = shared.NewTenant();
        await tenant.ForcedAsync(ForceJson.With(("currency", "\"EUR\"")));
        Refused.AsPismo(await tenant.ForceAsync(ForceJson.With(("currency", "\"USD\""))), 400, "CURRENCY_MISMATCH");
        await tenant.ForcedAsync(ForceJson.With(("currency", "\"978\"")));
        await tenant.ForcedAsync(ForceJson.With());
        Assert.Equal(120.75m, await tenant.BalanceOfAsync(1234));
    }

    [Fact]
    public async Task A_processing_code_is_read_with_its_case_and_must_exist()
    {
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/processing-codes/AbC123", """{"balance_impact":1}""");
        await tenant.ForcedAsync(ForceJson.With(("processing_code", "\"AbC123\"")));
        Refused.AsPismo(await tenant.ForceAsync(ForceJson.With(("processing_code", "\"abc123\""))), 400, "PROCESSING_CODE_NOT_FOUND");
    }
}
