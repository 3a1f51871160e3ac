using System.Text.Json;
using ForceOps.Api.Tests.Events;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Snapshots;

namespace ForceOps.Api.Tests.Sandbox;

/// <summary>What a card network authorized before a force: its id, its event, and the force that names it.</summary>
public sealed class NetworkAuthorizationTests(SharedService shared)
{
    private const string Path = "/sandbox/network-authorizations";
    private const string OnlyNetwork = "&type=networktransactions/network-authorization";

    [Fact]
    public async Task It_is_made_told_named_by_a_force_and_shown_with_it()
    {
        await using var tenant = shared.NewTenant();
        var made = await tenant.SendAsync(
            HttpMethod.Post, Path, """{"account_id":7,"amount":40.25,"currency":"USD","network":"visa"}""", ("x-cid", "cid-1"));
        Assert.Equal(201, made.Code);
        var id = made.Json.GetProperty("id").GetInt64();
        Assert.Equal("id, account_id, amount, currency, network, event_date", Refused.Names(made.Json));
        Assert.Equal(made.Text, (await tenant.GetAsync($"{Path}/{id}")).Text);

        var force = await tenant.ForcedAsync(
            $$$"""{"account_id":7,"amount":40.25,"processing_code":"090908","original_authorization":{"id":{{{id}}},"type":"NETWORK"}}""");
        var shown = await tenant.AuthorizationAsync(force);
        Assert.Equal($$"""{"id":{{id}},"type":"NETWORK"}""", shown.GetProperty("original_authorization").GetRawText());
        Assert.Equal(made.Text, shown.GetProperty("network_authorization").GetRawText());

        var told = JsonDocument.Parse(Assert.Single(await tenant.EventsAsync(OnlyNetwork))).RootElement;
        Assert.Equal(("networktransactions", "network-authorization", 1, "cid-1"), (
            told.GetProperty("domain").GetString(), told.GetProperty("event_type").GetString(), told.GetProperty("schema_version").GetInt32(),
            told.GetProperty("cid").GetString()));
        Assert.Equal(
            $$$"""{"account_id":7,"authorization":{"id":{{{id}}},"type":"NETWORK"},"amount":40.25,"currency":"USD","network":"visa"}""",
            told.GetProperty("data").GetRawText());
        Assert.Equal(
            ["network-authorization", "authorization-event", "change_available"],
            (await tenant.EventObjectsAsync("&type=network-authorization,authorization-event,change_available")).Select(
                one => one.TypeOf()));
        Assert.Equal(2, (await tenant.EventsAsync()).Count);
    }

    [Fact]
    public async Task A_force_may_name_one_that_was_not_made_here_and_orgs_are_apart()
    {
        await using var tenant = shared.NewTenant();
        await using var other = shared.NewTenant();
        var made = await tenant.PostAsync(Path, """{"amount":10,"currency":"BRL","network":"mastercard"}""");
        Assert.Equal(JsonValueKind.Null, made.Json.GetProperty("account_id").ValueKind);
        var id = made.Json.GetProperty("id").GetInt64();
        Refused.AsProblem(await other.GetAsync($"{Path}/{id}"), 404, "NOT_FOUND");
        var force = await other.ForcedAsync(
            $$$"""{"account_id":7,"amount":1,"processing_code":"090908","original_authorization":{"id":{{{id}}},"type":"NETWORK"}}""");
        Assert.False((await other.AuthorizationAsync(force)).TryGetProperty("network_authorization", out _));
        Assert.Single((await tenant.GetAsync(Path)).Json.GetProperty("items").EnumerateArray());
        Assert.Empty((await other.GetAsync(Path)).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_snapshot_keeps_them_and_a_reset_does_not()
    {
        await using var tenant = shared.NewTenant();
        var made = await tenant.PostAsync(Path, """{"amount":10,"currency":"BRL","network":"mastercard"}""");
        var told = await tenant.EventsAsync(OnlyNetwork);
        await tenant.TakeAsync("before").SuccessAsync();
        await tenant.ResetAsync().SuccessAsync();
        Assert.Empty((await tenant.GetAsync(Path)).Json.GetProperty("items").EnumerateArray());
        await tenant.RestoreAsync("before").SuccessAsync();
        Assert.Equal(made.Text, (await tenant.GetAsync($"{Path}/{made.Json.GetProperty("id").GetInt64()}")).Text);
        Assert.Equal(told, await tenant.EventsAsync(OnlyNetwork));
    }

    [Theory]
    [InlineData("account_id", """{"account_id":0,"amount":1,"currency":"USD","network":"visa"}""")]
    [InlineData("amount", """{"currency":"USD","network":"visa"}""")]
    [InlineData("amount", """{"amount":0,"currency":"USD","network":"visa"}""")]
    [InlineData("amount", """{"amount":1.001,"currency":"USD","network":"visa"}""")]
    [InlineData("currency", """{"amount":1,"currency":"XYZ","network":"visa"}""")]
    [InlineData("network", """{"amount":1,"currency":"USD","network":"amex"}""")]
    [InlineData("network", """{"amount":1,"currency":"USD"}""")]
    public async Task What_is_wrong_is_named(string field, string body)
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.PostAsync(Path, body);
        Refused.AsProblem(answer, 400, "INVALID_FIELD");
        Assert.Contains(field, answer.Text, StringComparison.Ordinal);
    }
}
