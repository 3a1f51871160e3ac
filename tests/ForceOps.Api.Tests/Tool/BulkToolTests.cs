using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Tool;

/// <summary>A load, and an org's operations out and in again.</summary>
public sealed class BulkToolTests(SharedService shared)
{
    [Fact]
    public async Task A_load_counts_what_it_sent()
    {
        await using var tenant = shared.NewTenant();

        var run = (await tenant.ToolAsync(
            "load", "--rate", "50", "--seconds", "1", "--accounts", "5", "--mix", "force=6,debit=1,cancel=2,transfer=2", "--json")).Done();

        var all = run.Json.GetProperty("kinds").EnumerateArray().Single(kind => kind.GetProperty("kind").GetString() is "all");
        Assert.Equal((50, 0), (all.GetProperty("sent").GetInt32(), all.GetProperty("failed").GetInt32()));
        Assert.Contains("P99", (await tenant.ToolAsync("load", "--rate", "20", "--seconds", "1")).Done().Output);
        Assert.Equal(2, (await tenant.ToolAsync("load", "--mix", "coffee=1")).ExitCode);
    }

    [Fact]
    public async Task An_export_makes_the_same_books_elsewhere_and_changes_nothing_where_it_came_from()
    {
        await using var tenant = shared.NewTenant();
        await using var other = shared.NewTenant();
        await OperateAsync(tenant);
        var file = Path.GetTempFileName();

        (await tenant.ToolAsync("export", "--output", file)).Done();
        Assert.Contains("8 posted, 0 were there already", (await other.ToolAsync("import", file)).Done().Output);
        Assert.Contains("0 posted, 8 were there already", (await other.ToolAsync("import", file)).Done().Output);
        Assert.Contains("0 posted, 8 were there already", (await tenant.ToolAsync("import", file)).Done().Output);

        foreach (var account in new[] { 1, 2, 3 })
            Assert.Equal(await tenant.BalanceOfAsync(account), await other.BalanceOfAsync(account));
        Assert.Equal("BLOCKED", (await other.GetAsync("/accounts/v1/accounts/2")).Json.GetProperty("status").GetString());
        File.Delete(file);
    }

    [Fact]
    public async Task An_export_has_holds_and_payments_too()
    {
        await using var tenant = shared.NewTenant();
        await using var other = shared.NewTenant();
        await HoldAndPayAsync(tenant);
        var file = Path.GetTempFileName();

        Assert.Contains("1 denied payments are not in the file", (await tenant.ToolAsync("export", "--output", file)).Done().Error);
        Assert.Contains("14 posted, 0 were there already", (await other.ToolAsync("import", file)).Done().Output);
        Assert.Contains("0 posted, 14 were there already", (await other.ToolAsync("import", file)).Done().Output);
        Assert.Contains("0 posted, 14 were there already", (await tenant.ToolAsync("import", file)).Done().Output);

        foreach (var account in new[] { 1, 2 })
            Assert.Equal(await MoneyAsync(tenant, account), await MoneyAsync(other, account));
        // 30 + 40 - 15 - 35 + 5 - 3 of holds, and a pre-authorization of 10.
        Assert.Equal("32", (await MoneyAsync(other, 1)).Held);
        File.Delete(file);
    }

    private static async Task<(string Balance, string Held)> MoneyAsync(Tenant tenant, int account)
    {
        var shown = (await tenant.GetAsync($"/sandbox/accounts/{account}")).Json;
        return (shown.GetProperty("balance").GetRawText(), shown.GetProperty("held").GetRawText());
    }

    /// <summary>A hold released by its name, holds transferred without one (the oldest first), and payments that wait.</summary>
    private static async Task HoldAndPayAsync(Tenant tenant)
    {
        await tenant.PutAsync("/sandbox/accounts", """{"from":1,"to":2}""");
        await PostAsync("payments/v1/payments/force", """ "account_id":1,"amount":1000,"processing_code":"090907" """);
        await PostAsync("payments/v1/payments/hold-funds/block", Hold(30));
        var second = await PostAsync("payments/v1/payments/hold-funds/block", Hold(40));
        await PostAsync("payments/v1/payments/hold-funds/unblock", $"""{Hold(15)},"original_tracking_id":"{second}" """);
        var moved = await PostAsync("payments/v1/payments/hold-funds/transfer", $$"""{{Hold(35)}},"to":{"account":{"id":2} } """);
        await PostAsync("payments/v1/payments/hold-funds/transfer/cancel", $"""{Hold(5)},"original_tracking_id":"{moved}" """);
        await PostAsync("payments/v1/payments/hold-funds/transfer", Hold(3));
        var paid = await PostAsync("payment-methods/v2/payments", Payment(50));
        await PostAsync("payment-methods/v2/payments/cancel", $""" "original_tracking_id":"{paid}" """);
        var moving = await PostAsync("payment-methods/v2/transfers", """ "from":{"account_id":1},"to":{"account_id":2},"amount":9 """);
        await PostAsync("payment-methods/v2/payments/cancel", $""" "original_tracking_id":"{moving}","amount":4 """);
        var waiting = await PostAsync("payment-methods/v2/payments", $"""{Payment(60)},"pre_authorization":true """);
        await PostAsync("payment-methods/v2/payments/confirm", $""" "original_tracking_id":"{waiting}" """);
        await PostAsync("payment-methods/v2/payments", $"""{Payment(10)},"pre_authorization":true """);
        await PostAsync("payment-methods/v2/payments", Payment(100_000));

        string Hold(decimal amount) => $""" "account_id":1,"amount":{amount},"processing_code":"200001" """;
        string Payment(decimal amount) => $""" "account_id":1,"amount":{amount},"processing_code":"100002" """;

        async Task<string> PostAsync(string route, string members)
        {
            var trackingId = Tenant.NewTrackingId();
            var answer = await tenant.SendAsync(HttpMethod.Post, $"/{route}", $$"""{"tracking_id":"{{trackingId}}",{{members}}}""");
            Assert.True(answer.Code is 200 or 201, $"{route} {answer.Text}");
            return trackingId;
        }
    }

    [Fact]
    public async Task Forces_of_ones_own_are_imported_by_their_tracking_ids()
    {
        await using var tenant = shared.NewTenant();
        var file = Path.GetTempFileName();
        await File.WriteAllLinesAsync(file, Enumerable.Range(0, 40).Select(i =>
            $$"""{"tracking_id":"{{Guid.NewGuid()}}","account_id":{{i % 7 + 1}},"amount":1,"processing_code":"{{(i == 39 ? "999999" : "090907")}}"}"""));

        var run = await tenant.ToolAsync("import", file);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("39 posted, 0 were there already, 0 set up, 1 refused", run.Output);
        Assert.Contains("Line 40: 400", run.Error);
        await File.WriteAllTextAsync(file, """{"account_id":1,"amount":1,"processing_code":"090907"}""");
        Assert.Equal(2, (await tenant.ToolAsync("import", file)).ExitCode);
        File.Delete(file);
    }

    /// <summary>Every kind of operation that an export knows, and settings that would stop some of them today.</summary>
    private static async Task OperateAsync(Tenant tenant)
    {
        await tenant.PutAsync("/sandbox/accounts", """{"from":1,"to":2}""");
        await tenant.PutAsync("/sandbox/accounts/3", """{"kind":"merchant"}""");
        string[][] commands =
        [
            ["force", "1", "40.25", "--code", "090910", "--descriptor", "Salary", "--metadata", """{"a":[1,2]}"""],
            ["force", "2", "3", "--debit", "--value-date", "2024-05-01T12:00:00Z"],
            ["transfer", "outside:A:B/c:d", "1", "100"],
            ["transfer", "card:1", "merchant:3", "5"],
            ["transfer", "1", "2", "10"],
        ];
        var ids = new List<string>();
        foreach (var command in commands)
            ids.Add($"{(await tenant.ToolAsync([.. command, "--json"])).Done().Json.GetProperty("authorization_id").GetInt64()}");
        (await tenant.ToolAsync("cancel", ids[4], "4")).Done();
        (await tenant.ToolAsync("cancel", ids[0], "20", "--fees")).Done();
        (await tenant.ToolAsync("cancel", ids[1])).Done();
        await tenant.PutAsync("/sandbox/accounts/2", """{"status":"blocked","limits":{"per_operation":1}}""");
    }
}
