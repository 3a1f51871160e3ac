using System.Globalization;
using System.Text.Json.Nodes;

namespace ForceOps.Flow;

/// <summary>
/// The day of a client: it calls none of our own routes, forces, waits for events, reads back, cancels, blocks, holds, pays, and compares
/// what it reads with its own arithmetic. docs/pismo.md prints the calls.
/// </summary>
public sealed class FlowTests(FlowService service) : IClassFixture<FlowService>
{
    internal const long DebitAccount = 1001;
    internal const long CreditAccount = 1002;
    internal const int CreditLimit = 500;

    private const string Force = "/payments/v1/payments/force";
    private const string Hold = "/payments/v1/payments/hold-funds";
    private const string Payments = "/payment-methods/v2/payments";

    private long _account;
    private decimal _balance;
    private decimal _limit;

    private decimal Available => _balance + _limit;

    [Theory]
    [InlineData("open", DebitAccount, 0)]
    [InlineData("open", CreditAccount, CreditLimit)]
    [InlineData("strict", DebitAccount, 0)]
    [InlineData("strict", CreditAccount, CreditLimit)]
    public async Task A_client_written_from_Pismos_pages_goes_from_end_to_end(string mode, long account, int limit)
    {
        (_account, _balance, _limit) = (account, 0, limit);
        using var client = new FlowClient(service.UrlOf(mode));
        await client.LogInAsync();
        await LookAsync(client, "NORMAL", "read the account, its status, balance and limits");
        await ForceAndReadBackAsync(client);
        await MoveAndCancelAsync(client);
        await BlockAsync(client);
        await HoldAsync(client);
        await PayAsync(client);
        _balance -= await WaitingPayment.PostAsync(client, service, _account, Available);
        await EndTheDayAsync(client);
        PrintedTour.AssertIs(client.Lines, isWriter: (mode, account) is ("open", DebitAccount));
    }

    private async Task ForceAndReadBackAsync(FlowClient client)
    {
        var code = _account == DebitAccount ? "FLOWDB" : "FLOWCR";
        await client.PostAsync("/orgs-operation/v1/processing-codes", 201, "make a processing code and its undo code", new JsonObject
        {
            ["processing_code"] = code, ["description"] = "Cashback", ["balance_impact"] = 1,
            ["undo_processing_code"] = $"{code[..5]}U", ["undo_description"] = "Cashback taken back",
        });
        var (tracking, force) = NewForce(100.25m, code);
        var id = (long)(await client.PostAsync(Force, 201, "force a credit", force))["authorization_id"]!;
        _balance += 100.25m;
        var repeat = await client.PostAsync(Force, 409, "send it again: the first one's ids", force.DeepClone());
        Assert.Equal(id, (long)repeat["authorizations"]!["authorization_id"]!);

        await service.EventAsync("authorization-event", it => Type(it) == "authorization-event" && Tracked(it, tracking));
        var change = await service.EventAsync("change_available", it => Type(it) == "change_available" && Tracked(it, tracking));
        Assert.Equal(Available, (decimal)change["data"]!["available_credit_limit"]!);
        await service.EventAsync("transaction/creation", it => Type(it) == "creation" && Tracked(it, tracking));
        var line = await service.EventAsync(
            "timeline/events", it => Type(it) == "events" && it.ToJsonString().Contains(tracking, StringComparison.Ordinal));
        Assert.NotNull(JsonNode.Parse((string)line["data"]!["data"]!)!["item"]);

        var found = await client.GetAsync(
            $"/transactions/v1/accounts/{_account}/transactions?tracking_id={tracking}", "find it among the transactions",
            "/transactions/v1/accounts/{accountId}/transactions?tracking_id=");
        var transaction = Assert.Single(found["items"]!.AsArray())!;
        Assert.Equal((100.25m, true, id), ((decimal)transaction["amount"]!, (bool)transaction["credit"]!,
            (long)transaction["authorization"]!["id"]!));
        await client.PostAsync(Force + "/cancel", 200, "cancel a part of it", new JsonObject
        {
            ["tracking_id"] = NewTrackingId(), ["authorization_id"] = id, ["amount"] = 0.25m,
        });
        _balance -= 0.25m;
    }

    private async Task MoveAndCancelAsync(FlowClient client)
    {
        await client.LogInAsync(_account);
        var tracking = NewTrackingId();
        var transfer = await client.PostAsync(
            "/payments/v1/payments", 201, "transfer to the outside, with all checks", ToOutside(tracking, 30));
        _balance -= 30;
        Assert.Equal(Available, (decimal)transfer["available_credit_limit"]!);
        await client.PostAsync("/payments/v2/cancel", 200, "cancel a part of the transfer", new JsonObject
        {
            ["tracking_id"] = NewTrackingId(), ["original_tracking_id"] = tracking, ["amount"] = 10,
        });
        _balance += 10;
        var timeline = await client.GetAsync("/events/v4/timeline?limit=10", "read what the customer sees");
        Assert.Equal(4, (int)timeline["count"]!);
        await client.LogInAsync();
    }

    private async Task BlockAsync(FlowClient client)
    {
        var status = $"/accounts/v2/accounts/{_account}/status";
        await client.PatchAsync(
            status, "block the account", new JsonObject { ["status"] = "BLOCKED", ["description"] = "Lost card" },
            "/accounts/v2/accounts/{accountId}/status");
        await service.EventAsync("account/status-change", it => Type(it) == "status-change"
            && (long)it["data"]!["account_id"]! == _account && (string?)it["data"]!["new_status"]!["status"] == "BLOCKED");
        await client.PostAsync(Force, 201, "force a debit: a force looks at no status", NewForce(5, "090908").Body);
        _balance -= 5;
        await client.LogInAsync(_account);
        var refused = await client.PostAsync("/payments/v1/payments", 400, "a transfer out is refused", ToOutside(NewTrackingId(), 1));
        Assert.Equal("ACCOUNT_NOT_ACTIVE", (string)refused["code"]!);
        await client.PostAsync("/payments/v1/payments", 201, "a transfer in is not", FromOutside(NewTrackingId(), 5));
        _balance += 5;
        await client.LogInAsync();
        await client.PatchAsync(
            status + "/rollback", "unblock the account", new JsonObject(), "/accounts/v2/accounts/{accountId}/status/rollback");
        await LookAsync(client, "NORMAL", "read the account again");
    }

    private async Task HoldAsync(FlowClient client)
    {
        var tracking = NewTrackingId();
        await client.PostAsync(Hold + "/block", 201, "hold an amount: it stays in the balance and cannot be spent", new JsonObject
        {
            ["tracking_id"] = tracking, ["account_id"] = _account, ["amount"] = 20, ["processing_code"] = "200001",
        });
        var limits = await client.GetAsync(
            $"/balances-limits/v1/accounts/{_account}/limits", "read what is available", "/balances-limits/v1/accounts/{accountId}/limits");
        Assert.Equal((20m, Available - 20), ((decimal)limits["held_amount"]!, (decimal)limits["available_credit_limit"]!));
        await client.PostAsync(Hold + "/unblock", 200, "release it", new JsonObject
        {
            ["tracking_id"] = NewTrackingId(), ["original_tracking_id"] = tracking, ["account_id"] = _account, ["amount"] = 20,
            ["processing_code"] = "200011",
        });
    }

    private async Task PayAsync(FlowClient client)
    {
        var (tracking, payment) = NewPayment(15);
        var paid = await client.PostAsync(Payments, 201, "pay out by the payment methods", payment);
        _balance -= 15;
        var repeat = await client.PostAsync(
            Payments, 200, "send it again: 200 with the first one, where force says 409", payment.DeepClone());
        Assert.Equal((long)paid["authorization_id"]!, (long)repeat["authorization_id"]!);
        var denied = await client.PostAsync(Payments, 201, "pay more than there is: 201, and DENIED", NewPayment(100_000).Body);
        Assert.Equal(("DENIED", "51"), ((string)denied["category"]!, (string)denied["response_code"]!));
        await client.PostAsync(Payments + "/cancel", 201, "cancel a part of the payment", new JsonObject
        {
            ["tracking_id"] = NewTrackingId(), ["original_tracking_id"] = tracking, ["amount"] = 5,
        });
        _balance += 5;
        await service.EventAsync("platform-authorization", it => Type(it) == "platform-authorization" && Tracked(it, tracking));
    }

    private async Task EndTheDayAsync(FlowClient client)
    {
        const string Shown = "/balances-limits/v1/accounts/{accountId}/daily-balances";
        var path = $"/balances-limits/v1/accounts/{_account}/daily-balances";
        var days = (await client.GetAsync(path, "compare the balances of the last ten days", Shown))["items"]!.AsArray();
        // The account is of today, so no day before knows it.
        Assert.Equal(10, days.Count);
        Assert.All(days, day => Assert.Equal(0m, (decimal)day!["available_credit_limit"]!));
        await client.GetAsync(
            $"{path}?begin_date={Today()}&end_date={Today()}", "today is not over", $"{Shown}?begin_date=&end_date=", 400);
        await LookAsync(client, "NORMAL", "read the balance at the end");
    }

    private async Task LookAsync(FlowClient client, string status, string why)
    {
        var account = await client.GetAsync($"/accounts/v1/accounts/{_account}", why, "/accounts/v1/accounts/{accountId}");
        Assert.Equal((status, _balance, Available, _limit), ((string)account["status"]!, (decimal)account["current_balance"]!,
            (decimal)account["available_credit_limit"]!, (decimal)account["total_credit_limit"]!));
    }

    private (string TrackingId, JsonObject Body) NewForce(decimal amount, string code)
    {
        var tracking = NewTrackingId();
        return (tracking, new JsonObject
        {
            ["tracking_id"] = tracking, ["account_id"] = _account, ["amount"] = amount, ["processing_code"] = code, ["currency"] = "USD",
        });
    }

    private (string TrackingId, JsonObject Body) NewPayment(decimal amount)
    {
        var tracking = NewTrackingId();
        return (tracking, new JsonObject
        {
            ["tracking_id"] = tracking, ["account_id"] = _account, ["amount"] = amount, ["currency"] = "USD",
            ["processing_code"] = "100002",
        });
    }

    private JsonObject ToOutside(string tracking, decimal amount) => Transfer(tracking, Account(amount), Outside());

    private JsonObject FromOutside(string tracking, decimal amount) => Transfer(tracking, Outside(), Account(amount));

    private static JsonObject Transfer(string tracking, JsonObject from, JsonObject to) =>
        new() { ["tracking_id"] = tracking, ["from"] = new JsonArray(from), ["to"] = new JsonArray(to) };

    private JsonObject Account(decimal amount) => new() { ["amount"] = amount, ["account"] = new JsonObject { ["id"] = _account } };

    private static JsonObject Outside() => new() { ["custom_info"] = new JsonObject { ["type"] = "BANK", ["external_id"] = "flow" } };

    internal static string NewTrackingId() => Guid.NewGuid().ToString();

    private static string Today() => TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static string Type(JsonNode it) => (string)it["event_type"]!;

    internal static bool Tracked(JsonNode it, string tracking) => (string?)it["data"]!["tracking_id"] == tracking;
}
