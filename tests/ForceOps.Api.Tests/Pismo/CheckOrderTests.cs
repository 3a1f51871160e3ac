using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Pismo;

/// <summary>Of several faults the first in the contract's order of checks answers; each row also has all later faults.</summary>
public sealed class CheckOrderTests(SharedService shared)
{
    private const string Future = "9999-12-31T23:59:59Z";

    [Fact]
    public async Task A_force_is_checked_from_the_tenant_to_the_original_authorization()
    {
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/accounts/1234", """{"currency":"JPY"}""");
        var used = Tenant.NewTrackingId();
        await tenant.ForcedAsync(ForceJson.With(("tracking_id", ForceJson.Quoted(used)), ("amount", "40")));
        var before = await tenant.CountsAsync();

        Refused.AsPismo(
            await tenant.ForceAsync("{" + new string(' ', 70_000), ("x-tenant", "x"), ("x-cid", "a b"),
                ("content-type", "text/plain")), 400, "INVALID_TENANT");
        Refused.AsPismo(await tenant.ForceAsync("{" + new string(' ', 70_000), ("content-type", "text/plain")), 415,
            "UNSUPPORTED_MEDIA_TYPE");
        Refused.AsPismo(await tenant.ForceAsync("{" + new string(' ', 70_000)), 413, "BODY_TOO_LARGE");
        Refused.AsPismo(await tenant.ForceAsync("{\"account_id\":0"), 400, "INVALID_JSON");
        Refused.AsPismo(await tenant.ForceAsync(Body(used, account: 0)), 400, "INVALID_FIELD", "account_id");
        Assert.Equal(409, (await tenant.ForceAsync(Body(used))).Code);
        Refused.AsPismo(await tenant.ForceAsync(Body(Tenant.NewTrackingId())), 400, "PROCESSING_CODE_NOT_FOUND");
        Refused.AsPismo(await tenant.ForceAsync(Body(Tenant.NewTrackingId(), code: "090907")), 400, "CURRENCY_MISMATCH");
        Refused.AsPismo(await tenant.ForceAsync(Body(Tenant.NewTrackingId(), code: "090907", currency: null)), 400, "INVALID_FIELD",
            "amount");
        Refused.AsPismo(
            await tenant.ForceAsync(Body(Tenant.NewTrackingId(), code: "090907", currency: null,
                amount: "40")), 400, "VALUE_DATE_IN_FUTURE");
        Refused.AsPismo(
            await tenant.ForceAsync(Body(Tenant.NewTrackingId(), code: "090907", currency: null, amount: "40",
                date: "2022-02-02T14:05:51Z")),
            400,
            "ORIGINAL_AUTHORIZATION_NOT_FOUND");
        Assert.Equal(before, await tenant.CountsAsync());
    }

    [Fact]
    public async Task A_cancel_is_checked_from_its_original_to_its_amount()
    {
        await using var tenant = shared.NewTenant();
        var force = await tenant.ForcedAsync(ForceJson.With());
        var other = ForceJson.Quoted(Tenant.NewTrackingId());
        await tenant.ForcedAsync(ForceJson.With(("tracking_id", other)));
        var cancellation = await tenant.CanceledAsync(ForceJson.Of(("authorization_id", $"{force}"), ("amount", "40")));

        Refused.AsPismo(
            await tenant.CancelForceAsync(ForceJson.Of(
                ("authorization_id", "1"), ("original_tracking_id", other), ("amount", "99"))), 404, "AUTHORIZATION_NOT_FOUND");
        Refused.AsPismo(
            await tenant.CancelForceAsync(
                ForceJson.Of(("authorization_id", $"{cancellation}"), ("original_tracking_id", other), ("amount", "99"))),
            400,
            "INVALID_FIELD",
            "original_tracking_id");
        Refused.AsPismo(
            await tenant.CancelForceAsync(
                ForceJson.Of(("authorization_id", $"{cancellation}"), ("amount", "99"))), 400, "NOT_A_FORCED_OPERATION");
        await tenant.CanceledAsync(ForceJson.Of(("authorization_id", $"{force}")));
        var none = await tenant.CancelForceAsync(ForceJson.Of(("authorization_id", $"{force}"), ("amount", "99")));
        Assert.Equal("ALREADY_CANCELED", none.ErrorCode);
    }

    /// <summary>Everything wrong that is not given.</summary>
    private static string Body(
        string trackingId, int account = 1234, string code = "999999", string? currency = "EUR", string amount = "40.25",
        string date = Future) => ForceJson.Of(
            ("tracking_id", ForceJson.Quoted(trackingId)),
            ("account_id", $"{account}"),
            ("amount", amount),
            ("processing_code", ForceJson.Quoted(code)),
            ("currency", currency is null ? null : ForceJson.Quoted(currency)),
            ("payment_datetime", ForceJson.Quoted(date)),
            ("original_authorization", """{"id":1,"type":"PLATFORM"}"""));
}
