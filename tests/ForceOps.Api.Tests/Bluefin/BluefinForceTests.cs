using System.Text.Json.Nodes;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Bluefin;

/// <summary>The force route, by seed 002 and the facts A4 to A7.</summary>
public sealed class BluefinForceTests(SharedService shared)
{
    /// <summary>Seed 002, with the generated ids and times taken out.</summary>
    private const string SampleAnswer =
        """
        {"transactionId":"","status":"CAPTURED","timestamp":"","customer":{"name":"Alice"},
         "trace":{"history":[{"action":"transaction","requestId":"","correlationId":"","timestamp":""}]},
         "amounts":{"currency":"USD","approved":"5.00","requested":"5.00"},
         "auth":{"code":"OK4956","processorMessage":"APPROVED","message":"APPROVED"},
         "card":{"name":"Alice","last4":"1111","expiry":"1225","brand":"VISA"},"binData":{"program":"UNKNOWN"},
         "transactionType":"FORCE","entryMode":"KEYED","refundObject":{"refundBalance":"0.00"}}
        """;

    [Fact]
    public async Task The_seeds_request_gets_the_seeds_answer()
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.BluefinForceAsync(BluefinCalls.Sample);
        Assert.Equal(200, answer.Code);
        var json = JsonNode.Parse(answer.Text)!;
        var entry = json["trace"]!["history"]![0]!;
        Assert.Matches(@"^\d{12}\z", json["transactionId"]!.GetValue<string>());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000000Z\z", json["timestamp"]!.GetValue<string>());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-05:00\z", entry["timestamp"]!.GetValue<string>());
        Assert.True(Guid.TryParse(entry["requestId"]!.GetValue<string>(), out _));
        Assert.True(Guid.TryParse(entry["correlationId"]!.GetValue<string>(), out _));
        foreach (var (owner, name) in new[] { (json, "transactionId"), (json, "timestamp"), (entry, "requestId"), (entry, "correlationId"),
            (entry, "timestamp") })
            owner[name] = "";
        Assert.Equal(JsonNode.Parse(SampleAnswer)!.ToJsonString(), json.ToJsonString());
    }

    [Fact]
    public async Task The_merchants_account_is_opened_credited_and_has_a_schedule()
    {
        await using var tenant = shared.NewTenant();
        await tenant.BluefinForceAsync(BluefinCalls.Force("27.50"));
        var account = (await tenant.GetAsync($"/sandbox/accounts/{BluefinCalls.Account}")).Json;
        Assert.Equal("merchant", account.GetProperty("kind").GetString());
        Assert.Equal(27.50m, account.GetProperty("balance").GetDecimal());
        var line = (await tenant.GetAsync($"/sandbox/merchants/{BluefinCalls.Account}/schedule")).Json.GetProperty("items")[0];
        Assert.Equal(27.50m, line.GetProperty("amount").GetDecimal());
        Assert.Equal(-4, line.GetProperty("counterparty").GetInt64());
        var posted = await tenant.AuthorizationAsync(line.GetProperty("authorization_id").GetInt64());
        Assert.Equal("FORCE bluefin", $"{posted.GetProperty("type").GetString()} {posted.GetProperty("channel").GetString()}");
        Assert.DoesNotContain("PAYCONEX_TOKEN", posted.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_initialised_transaction_is_used_once_and_shows_both_calls()
    {
        await using var tenant = shared.NewTenant();
        var init = await tenant.BluefinInitAsync();
        Assert.Equal("201 INITIALIZED", $"{init.Code} {init.Status()}");
        Assert.Equal("INITIALIZED", (await tenant.BluefinGetAsync(init.Id())).Status());
        var force = await tenant.BluefinForceAsync(BluefinCalls.Force(transactionId: init.Id()));
        Assert.Equal(200, force.Code);
        Assert.Equal(init.Id(), force.Id());
        Assert.Equal("init transaction", string.Join(" ", force.Json.GetProperty(
            "trace").GetProperty("history").EnumerateArray().Select(entry => entry.GetProperty("action").GetString())));
        var again = await tenant.BluefinForceAsync(BluefinCalls.Force(transactionId: init.Id()));
        BluefinCalls.Refused(again, 422, "invalid_request", 40001, "Transaction ID has already been used");
        Assert.Equal(422, again.Json.GetProperty("statusCode").GetInt32());
        Assert.Equal(5m, await tenant.BalanceOfAsync(long.Parse(BluefinCalls.Account)));
    }

    [Fact]
    public async Task A_hundred_parallel_forces_with_one_transaction_id_make_one_posting()
    {
        await using var tenant = shared.NewTenant();
        var id = (await tenant.BluefinInitAsync()).Id();
        var answers = await Task.WhenAll(Enumerable.Range(
            0, 100).Select(_ => tenant.BluefinForceAsync(BluefinCalls.Force(transactionId: id))));
        Assert.Single(answers, answer => answer.Code == 200);
        Assert.Equal(99, answers.Count(answer => answer.Code == 422));
        Assert.Equal(5m, await tenant.BalanceOfAsync(long.Parse(BluefinCalls.Account)));
    }

    [Fact]
    public async Task Without_a_transaction_id_every_force_is_a_new_one()
    {
        await using var tenant = shared.NewTenant();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => tenant.BluefinForceAsync(BluefinCalls.Sample)));
        Assert.Equal(20, answers.Select(answer => answer.Id()).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(100m, await tenant.BalanceOfAsync(long.Parse(BluefinCalls.Account)));
    }

    [Fact]
    public async Task A_magic_amount_is_declined_posts_nothing_and_uses_the_id_up()
    {
        await using var tenant = shared.NewTenant();
        var id = (await tenant.BluefinInitAsync()).Id();
        var declined = await tenant.BluefinForceAsync(BluefinCalls.Force("5006", id));
        Assert.Equal("200 DECLINED", $"{declined.Code} {declined.Status()}");
        Assert.Equal("DECLINED", declined.Json.GetProperty("auth").GetProperty("processorMessage").GetString());
        Assert.False(declined.Json.GetProperty("amounts").TryGetProperty("approved", out _));
        Assert.Equal(declined.Text, (await tenant.BluefinGetAsync(id)).Text);
        Assert.Equal(404, (await tenant.GetAsync($"/sandbox/accounts/{BluefinCalls.Account}")).Code);
        BluefinCalls.Refused(await tenant.BluefinForceAsync(BluefinCalls.Force(transactionId: id)), 422, "invalid_request", 40001,
            "Transaction ID has already been used");
        Assert.Equal("DECLINED", (await tenant.BluefinForceAsync(BluefinCalls.Force("5999"))).Status());
        Assert.Equal("CAPTURED", (await tenant.BluefinForceAsync(BluefinCalls.Force("5000"))).Status());
        Assert.Equal("CAPTURED", (await tenant.BluefinForceAsync(BluefinCalls.Force("5006.01"))).Status());
    }

    [Fact]
    public async Task The_customers_name_comes_back_and_a_card_number_in_it_does_not()
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.BluefinForceAsync(BluefinCalls.Sample.Replace(
            "{\"bf", """{"customer":{"name":"Bob 4111 1111 1111 1111"},"description":"order 1001","bf""", StringComparison.Ordinal));
        Assert.Equal("Bob ****1111", answer.Json.GetProperty("customer").GetProperty("name").GetString());
        Assert.Equal("order 1001", answer.Json.GetProperty("description").GetString());
    }
}
