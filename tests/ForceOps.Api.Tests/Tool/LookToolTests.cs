using System.Text.Json;
using ForceOps.Api.Tests.Events;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Tool;

/// <summary>Commands that look and change nothing.</summary>
public sealed class LookToolTests(SharedService shared)
{
    private const string Force = """{"account_id":1234,"amount":40.25,"processing_code":"090907"}""";

    [Fact]
    public async Task An_empty_org_says_what_to_do_first()
    {
        await using var tenant = shared.NewTenant();

        Assert.Contains("forceops force 1234 40.25", (await tenant.ToolAsync("accounts")).Done().Output);
        Assert.Contains("forceops force 1234 40.25", (await tenant.ToolAsync("requests")).Done().Output);
        Assert.Equal(JsonValueKind.Array, (await tenant.ToolAsync("accounts", "--json")).Done().Json.ValueKind);
    }

    [Fact]
    public async Task An_account_is_shown_with_its_movements_in_the_currencys_decimals()
    {
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/accounts/7", """{"currency":"JPY","credit_limit":50}""");
        await tenant.ForcedAsync("""{"account_id":7,"amount":300,"processing_code":"090907"}""");
        await tenant.ForcedAsync(Force);

        Assert.Matches(@"Balance +300 JPY", (await tenant.ToolAsync("show", "7")).Done().Output);
        Assert.Matches(@"principal +\+40\.25 +40\.25 +-2 +090907", (await tenant.ToolAsync("show", "1234")).Done().Output);
        Assert.Matches(@"1234 +customer +active +40\.25 +40\.25 +USD", (await tenant.ToolAsync("accounts")).Done().Output);
    }

    [Fact]
    public async Task An_operation_is_told_from_the_request_to_the_delivery()
    {
        await using var tenant = shared.NewTenant();
        await using var receiver = Receiver.Start();
        await tenant.PutAsync("/sandbox/webhooks/shop", $$"""{"url":"{{receiver.Url}}","types":["authorization-event"]}""");
        var id = await tenant.ForcedAsync(Force);
        await tenant.CanceledAsync($$"""{"authorization_id":{{id}},"amount":20}""");
        await receiver.WaitForAsync(1);
        // The receiver has the event a moment before its try is stored.
        await WebhookTests.EventuallyAsync(
            tenant, "/sandbox/webhooks/shop/deliveries", deliveries => deliveries.GetProperty("items").GetArrayLength() > 0);

        var output = (await tenant.ToolAsync("show", $"{id}")).Done().Output;

        Assert.Contains($"FORCE {id}  40.25 USD", output);
        Assert.Matches(@"Canceled +20\.00 of 40\.25", output);
        Assert.Contains("201  POST /payments/v1/payments/force", output);
        Assert.Contains("authorization/authorization-event", output);
        Assert.Matches(@"to shop: (delivered|retrying)", output);
        var json = (await tenant.ToolAsync("show", $"{id}", "--json")).Done().Json;
        Assert.Equal(id, json.GetProperty("authorization").GetProperty("id").GetInt64());
    }

    [Fact]
    public async Task A_refused_tracking_id_says_why()
    {
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/accounts", """{"from":1,"to":2}""");
        var trackingId = Tenant.NewTrackingId();
        await tenant.ToolAsync("transfer", "1", "2", "5", "--tracking-id", trackingId);

        var run = (await tenant.ToolAsync("show", trackingId)).Done();

        Assert.Contains("posted nothing", run.Output);
        Assert.Contains("Why: insufficient funds", run.Output);
        var requests = (await tenant.ToolAsync("requests", "--status", "4xx")).Done().Output;
        Assert.Contains("from 1  to 2  5", requests);
        Assert.Contains("INSUFFICIENT_FUNDS", requests);
    }

    [Fact]
    public async Task Findings_are_told_as_stories_and_are_the_gate_of_a_job()
    {
        await using var tenant = shared.NewTenant();
        Assert.Contains("No finding.", (await tenant.ToolAsync("findings", "--fail-on", "low")).Done().Output);
        await tenant.ForcedAsync(Force);
        await tenant.ForceAsync("""{"tracking_id":"6c078af3-4510-4511-b60d-502db9a6c0c9","account_id":1,"amount":1.005,"processing_code":"090907","currency":"USD"}""");

        var output = (await tenant.ToolAsync("findings")).Done().Output;
        Assert.Matches(@"high +1 +no-tracking-id\.force +Moved money without a tracking id", output);
        Assert.Contains("The operation was posted under a tracking id that the service made.", output);
        Assert.Contains("docs/findings.md#float-amount", output);
        Assert.Equal(1, (await tenant.ToolAsync("findings", "--fail-on", "high")).ExitCode);
        (await tenant.ToolAsync("findings", "--severity", "medium", "--fail-on", "high")).Done();
        Assert.Equal(1, (await tenant.ToolAsync("findings", "--severity", "medium", "--fail-on", "low")).ExitCode);
        var json = (await tenant.ToolAsync("findings", "--rule", "float-amount", "--json")).Done().Json;
        Assert.Equal("float-amount.force", json[0].GetProperty("id").GetString());
        Assert.Equal(1, (await tenant.ToolAsync("findings", "--rule", "nothing")).ExitCode);
        Assert.Equal(2, (await tenant.ToolAsync("findings", "--fail-on", "worst")).ExitCode);
    }

    [Fact]
    public async Task What_is_nowhere_exits_with_1()
    {
        await using var tenant = shared.NewTenant();

        Assert.Equal(1, (await tenant.ToolAsync("show", "77")).ExitCode);
        Assert.Equal(1, (await tenant.ToolAsync("show", Tenant.NewTrackingId())).ExitCode);
        Assert.Equal(1, (await tenant.ToolAsync("cancel", "77")).ExitCode);
    }

    [Fact]
    public async Task Status_wait_check_and_env_know_the_service_and_the_org()
    {
        await using var tenant = shared.NewTenant();
        await tenant.ForcedAsync(Force);

        Assert.Matches(@"Books +right +1 account, 1 authorization, 1 movement", (await tenant.ToolAsync("status")).Done().Output);
        Assert.True((await tenant.ToolAsync("status", "--json")).Done().Json.GetProperty("ready").GetBoolean());
        Assert.StartsWith("ready", (await tenant.ToolAsync("wait")).Done().Output);
        Assert.Contains("The books are right. 1 account", (await tenant.ToolAsync("check")).Done().Output);
        Assert.True((await tenant.ToolAsync("check", "--json")).Done().Json.GetProperty("ok").GetBoolean());
        Assert.Contains($"export FORCEOPS_ORG={tenant.Org}", (await tenant.ToolAsync("env")).Done().Output);
        Assert.Contains($"$env:FORCEOPS_URL = '{tenant.Service.Url.ToString().TrimEnd('/')}'",
            (await tenant.ToolAsync("env", "--shell", "powershell")).Done().Output);
    }
}
