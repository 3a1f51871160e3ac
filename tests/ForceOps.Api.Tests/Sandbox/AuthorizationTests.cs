using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Sandbox;

/// <summary><c>/sandbox/authorizations</c>: one authorization with everything that is known of it.</summary>
public sealed class AuthorizationTests(SharedService shared)
{
    private const string Members =
        "id, tracking_id, type, channel, account_id, processing_code, amount, fee, currency, descriptor, metadata, parent_authorization_id, "
        + "original_authorization, canceled_amount, canceled_fee, value_date, event_date, in_timeline, cid, cancellations, movements";

    [Fact]
    public async Task It_is_found_by_id_and_by_tracking_id_with_the_same_answer()
    {
        await using var tenant = shared.NewTenant();
        var trackingId = Tenant.NewTrackingId();
        var id = await tenant.ForcedAsync(
            $$"""{"tracking_id":"{{trackingId}}","account_id":7,"amount":40.25,"processing_code":"090910","currency":"USD"}""");
        var byId = await tenant.GetAsync($"/sandbox/authorizations/{id}");
        Assert.Equal(200, byId.Code);
        Assert.Equal(Members, Refused.Names(byId.Json));
        Assert.StartsWith(
            $$"""{"id":{{id}},"tracking_id":"{{trackingId}}","type":"FORCE","channel":"pismo","account_id":7,"processing_code":"090910","amount":40.25,"fee":1.5,"currency":"USD","descriptor":null,"metadata":null,"parent_authorization_id":null,"original_authorization":null,"canceled_amount":0,"canceled_fee":0,""",
            byId.Text,
            StringComparison.Ordinal);
        Assert.Equal(byId.Text, (await tenant.GetAsync($"/sandbox/authorizations?tracking_id={trackingId}")).Text);
    }

    [Fact]
    public async Task Its_cancellations_are_listed_in_their_order()
    {
        await using var tenant = shared.NewTenant();
        var id = await tenant.ForcedAsync("""{"account_id":7,"amount":40.25,"processing_code":"090910"}""");
        var first = await tenant.CanceledAsync($$"""{"authorization_id":{{id}},"amount":20}""");
        var second = await tenant.CanceledAsync($$"""{"authorization_id":{{id}},"cancel_fees":true}""");
        var shown = await tenant.AuthorizationAsync(id);
        Assert.Equal("40.25 1.5", $"{shown.GetProperty("canceled_amount")} {shown.GetProperty("canceled_fee")}");
        var list = shown.GetProperty("cancellations").EnumerateArray().ToList();
        Assert.Equal("authorization_id, tracking_id, amount, event_date", Refused.Names(list[0]));
        Assert.Equal(
            $"{first} 20; {second} 20.25", string.Join(
                "; ", list.Select(one => $"{one.GetProperty("authorization_id")} {one.GetProperty("amount")}")));
    }

    [Theory]
    [InlineData("/1", 404)]
    [InlineData("/0", 404)]
    [InlineData("/-1", 404)]
    [InlineData("/x", 404)]
    [InlineData("?tracking_id=ba7f42b9-9bd1-4840-a747-f1b59037b798", 404)]
    [InlineData("?tracking_id=", 400)]
    [InlineData("", 400)]
    [InlineData("?tracking_id=%00", 400)]
    [InlineData("?tracking_id=a&tracking_id=b", 404)]
    public async Task What_is_not_there_is_not_found(string rest, int status)
    {
        await using var tenant = shared.NewTenant();
        Refused.AsProblem(await tenant.GetAsync("/sandbox/authorizations" + rest), status, status == 404 ? "NOT_FOUND" : "INVALID_FIELD");
    }

    [Fact]
    public async Task Another_orgs_is_not_there()
    {
        await using var other = shared.NewTenant();
        await using var tenant = shared.NewTenant();
        var id = await other.ForcedAsync("""{"account_id":7,"amount":40.25,"processing_code":"090907"}""");
        Refused.AsProblem(await tenant.GetAsync($"/sandbox/authorizations/{id}"), 404, "NOT_FOUND");
    }
}
