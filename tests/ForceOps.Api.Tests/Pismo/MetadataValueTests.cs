using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Transfers;

namespace ForceOps.Api.Tests.Pismo;

/// <summary>Metadata of a repeat is compared as JSON values, and what was sent first stays as it was sent.</summary>
public sealed class MetadataValueTests(SharedService shared)
{
    private const string First = """{"a":1,"b":"é","c":{"x":[1,2],"y":null},"n":123456789012345678901234567890.10,"t":"/"}""";

    public static TheoryData<string> Same =>
    [
        """{"b":"\u00e9","a":1,"t":"\/","n":123456789012345678901234567890.1,"c":{"y":null,"x":[1,2]}}""",
        """{ "a" : 1.0, "b": "é", "c": {"x":[1e0,20e-1],"y":null}, "n":1234567890123456789012345678901.0E-1,"\u0074":"/"}""",
    ];

    public static TheoryData<string> Other =>
    [
        """{"a":1,"b":"é","c":{"x":[2,1],"y":null},"n":123456789012345678901234567890.10,"t":"/"}""",
        """{"a":1,"b":"é","c":{"x":[1,2],"y":null},"n":123456789012345678901234567890.11,"t":"/"}""",
        """{"a":"1","b":"é","c":{"x":[1,2],"y":null},"n":123456789012345678901234567890.10,"t":"/"}""",
        """{"a":1,"b":"é","c":{"x":[1,2]},"n":123456789012345678901234567890.10,"t":"/"}""",
    ];

    [Theory]
    [MemberData(nameof(Same))]
    public async Task The_same_values_are_the_same_request_on_every_route(string metadata) => await RepeatsAsync(metadata, "same");

    [Theory]
    [MemberData(nameof(Other))]
    public async Task Other_values_are_another_request_on_every_route(string metadata) => await RepeatsAsync(metadata, "different");

    /// <summary>An exponent that no integer holds was a 500, and a delayed operation was tried again for ever.</summary>
    [Fact]
    public async Task An_exponent_of_any_length_is_compared_exactly()
    {
        await using var tenant = shared.NewTenant();
        var id = Tenant.NewTrackingId();
        await tenant.ForcedAsync(Force(id, """{"a":1e99999999999,"b":1}"""));
        Is("same", await tenant.ForceAsync(Force(id, """{"b":1,"a":1e99999999999}""")));
        Is("different", await tenant.ForceAsync(Force(id, """{"b":1,"a":1e99999999998}""")));

        await tenant.PutAsync("/sandbox/accounts/4", """{"processing":"delayed"}""");
        await tenant.PutAsync("/sandbox/clock", """{"mode":"frozen"}""");
        var waiting = Tenant.NewTrackingId();
        Assert.Equal(202, (await tenant.ForceAsync(Force(waiting, """{"a":-1e-99999999999,"b":1}""", account: 4))).Code);
        Assert.Equal(202, (await tenant.ForceAsync(Force(waiting, """{"b":1,"a":-10e-100000000000}""", account: 4))).Code);
        Refused.AsPismo(await tenant.ForceAsync("""{"account_id":1,"amount":1e99999999999,"processing_code":"090907"}"""), 400,
            "INVALID_FIELD", "amount");
    }

    [Fact]
    public async Task What_waits_is_compared_in_the_same_way()
    {
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/accounts/4", """{"processing":"delayed"}""");
        await tenant.PutAsync("/sandbox/clock", """{"mode":"frozen"}""");
        var id = Tenant.NewTrackingId();
        var first = await tenant.ForceAsync(Force(id, """{"a":1,"b":2}""", account: 4));
        Assert.Equal(202, first.Code);
        Assert.Equal(202, (await tenant.ForceAsync(Force(id, """{"b":2.0,"a":1}""", account: 4))).Code);
        Assert.Equal(409, (await tenant.ForceAsync(Force(id, """{"b":3,"a":1}""", account: 4))).Code);
    }

    private async Task RepeatsAsync(string metadata, string expected)
    {
        await using var tenant = shared.NewTenant();
        var (force, cancel, transfer, back) = (
            Tenant.NewTrackingId(), Tenant.NewTrackingId(), Tenant.NewTrackingId(), Tenant.NewTrackingId());
        await tenant.ForcedAsync(Force(force, First));
        Is(expected, await tenant.ForceAsync(Force(force, metadata)));
        var shown = (await tenant.GetAsync($"/sandbox/authorizations?tracking_id={force}")).Json.GetProperty("metadata").GetRawText();
        Assert.Equal(First, shown);
        await tenant.CanceledAsync(Cancel(cancel, force, First));
        Is(expected, await tenant.CancelForceAsync(Cancel(cancel, force, metadata)));
        Assert.Equal(201, (await tenant.TransferAsync("outside:a", "account:1", 3, Named(transfer, First))).Code);
        Is(expected, await tenant.TransferAsync("outside:a", "account:1", 3, Named(transfer, metadata)));
        Assert.Equal(200, (await tenant.CancelTransferAsync(Back(back, transfer, First))).Code);
        Is(expected, await tenant.CancelTransferAsync(Back(back, transfer, metadata)));
    }

    private static void Is(string expected, Answer answer) =>
        Assert.Equal($"409 {expected}", $"{answer.Code} {answer.Header("x-forceops-replay")}");

    private static string Force(string id, string metadata, long account = 1) =>
        $$"""{"tracking_id":"{{id}}","account_id":{{account}},"amount":5,"processing_code":"090907","metadata":{{metadata}}}""";

    private static string Cancel(string id, string original, string metadata) =>
        $$"""{"tracking_id":"{{id}}","original_tracking_id":"{{original}}","amount":1,"metadata":{{metadata}}}""";

    private static string Back(string id, string original, string metadata) =>
        $$"""{"tracking_id":"{{id}}","original_tracking_id":"{{original}}","amount":1,"metadata":{{metadata}}}""";

    private static string Named(string id, string metadata) => $$""","tracking_id":"{{id}}","metadata":{{metadata}}""";
}
