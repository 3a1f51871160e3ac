using System.Diagnostics;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Tool;

/// <summary>force, cancel and transfer: one operation by hand.</summary>
public sealed class OperationToolTests(SharedService shared)
{
    [Fact]
    public async Task A_force_shows_request_answer_and_balance()
    {
        await using var tenant = shared.NewTenant();

        var run = (await tenant.ToolAsync("force", "1234", "40.25")).Done();

        Assert.Contains("POST /payments/v1/payments/force", run.Output);
        Assert.Contains("""{"account_id":1234,"amount":40.25,"processing_code":"090907"}""", run.Output);
        Assert.Matches(@"(?m)^201 after \d+\.\d ms\s*$", run.Output);
        Assert.Matches(@"1234 +\+40\.25 +40\.25 +40\.25 +USD", run.Output);
        Assert.DoesNotContain('\u001b', run.Output);
    }

    [Fact]
    public async Task A_force_with_all_its_options_is_sent_as_they_say()
    {
        await using var tenant = shared.NewTenant();
        var trackingId = Tenant.NewTrackingId();

        (await tenant.ToolAsync("force", "1", "5", "--tracking-id", trackingId, "--debit", "--currency", "USD", "--descriptor", "Fee",
            "--metadata", """{"a":1}""", "--value-date", "2024-05-01T12:00:00Z")).Done();

        var stored = (await tenant.GetAsync($"/sandbox/authorizations?tracking_id={trackingId}")).Json;
        Assert.Equal(("090908", "Fee", 1, "2024-05-01T12:00:00Z"), (stored.GetProperty("processing_code").GetString(),
            stored.GetProperty("descriptor").GetString(), stored.GetProperty("metadata").GetProperty("a").GetInt32(),
            stored.GetProperty("value_date").GetString()));
    }

    [Fact]
    public async Task A_refused_force_says_why_and_exits_with_1()
    {
        await using var tenant = shared.NewTenant();

        var run = await tenant.ToolAsync("force", "1", "5", "--code", "999999");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("PROCESSING_CODE_NOT_FOUND", run.Output);
        Assert.Contains("Why: processing code not found (processing code 999999)", run.Output);
    }

    [Fact]
    public async Task A_lost_answer_is_one_sentence()
    {
        await using var tenant = shared.NewTenant();

        var run = await tenant.ToolAsync("force", "1", "5", "--fault", "commit-and-drop");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("ended without an answer", run.Error);
        Assert.Equal(5, await tenant.BalanceOfAsync(1));
    }

    [Fact]
    public async Task The_curl_line_does_what_the_command_would_do()
    {
        await using var tenant = shared.NewTenant();

        var run = (await tenant.ToolAsync("force", "1", "5", "--descriptor", "it's", "--curl")).Done();
        Assert.StartsWith($"curl -s {tenant.Service.Url}payments/v1/payments/force", run.Output);
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", run.Output]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        await shell.WaitForExitAsync();

        Assert.Equal(5, await tenant.BalanceOfAsync(1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_force_is_canceled_in_part_and_then_as_a_whole(bool byTrackingId)
    {
        await using var tenant = shared.NewTenant();
        var trackingId = Tenant.NewTrackingId();
        var id = await tenant.ForcedAsync($$"""{"tracking_id":"{{trackingId}}","account_id":1,"amount":10,"processing_code":"090907"}""");
        var name = byTrackingId ? trackingId : $"{id}";

        (await tenant.ToolAsync("cancel", name, "4")).Done();
        Assert.Equal(6, await tenant.BalanceOfAsync(1));
        (await tenant.ToolAsync("cancel", name)).Done();

        Assert.Equal(0, await tenant.BalanceOfAsync(1));
        Assert.Equal(1, (await tenant.ToolAsync("cancel", name)).ExitCode);
    }

    [Fact]
    public async Task Money_comes_from_outside_goes_to_another_account_and_back()
    {
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/accounts", """{"from":1,"to":2}""");

        (await tenant.ToolAsync("transfer", "outside:DEPOSIT/test-01", "1", "100")).Done();
        var transfer = (await tenant.ToolAsync("transfer", "1", "2", "30.5", "--json")).Done();
        Assert.Equal((69.5m, 30.5m), (await tenant.BalanceOfAsync(1), await tenant.BalanceOfAsync(2)));
        (await tenant.ToolAsync("cancel", $"{transfer.Json.GetProperty("authorization_id").GetInt64()}")).Done();

        Assert.Equal((100m, 0m), (await tenant.BalanceOfAsync(1), await tenant.BalanceOfAsync(2)));
    }

    [Theory]
    [InlineData("no party", "transfer", "somebody", "1", "5")]
    [InlineData("no party", "transfer", "outside:DEPOSIT", "1", "5")]
    [InlineData("leave one out", "force", "1", "5", "--debit", "--code", "090907")]
    [InlineData("no JSON object", "force", "1", "5", "--metadata", "[1]")]
    [InlineData("'much' for command 'force'. `forceops force --help`", "force", "1", "much")]
    public async Task A_wrong_command_line_sends_nothing_and_exits_with_2(string says, params string[] arguments)
    {
        await using var tenant = shared.NewTenant();

        var run = await tenant.ToolAsync(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(says, run.Error);
    }
}
