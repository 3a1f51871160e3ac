using System.Text.Json;
using ForceOps.Api.Tests.Clock;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Snapshots;

namespace ForceOps.Api.Tests.Moments;

/// <summary><c>?at=</c> and <c>?at_authorization=</c> of the sandbox's routes: the books as they were at a moment.</summary>
public sealed class MomentTests(SharedService shared)
{
    private const string Code = "\"processing_code\":\"090907\"";

    [Fact]
    public async Task A_time_is_inclusive_and_one_in_the_future_is_now()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FreezeAsync("2031-05-01T10:00:00Z");
        var first = await tenant.ForcedAsync($$"""{"account_id":7,"amount":40,{{Code}}}""");
        await tenant.FreezeAsync("2031-05-01T11:00:00Z");
        var second = await tenant.ForcedAsync($$"""{"account_id":7,"amount":2,{{Code}}}""");

        Assert.Equal(404, (await tenant.GetAsync("/sandbox/accounts/7?at=2031-05-01T09:59:59.999Z")).Code);
        Assert.Equal("""{"items":[],"next":null}""", (await tenant.GetAsync("/sandbox/accounts?at=2031-05-01T09:59:59.999Z")).Text);
        var then = (await tenant.GetAsync("/sandbox/accounts/7?at=2031-05-01T13:59:59.999%2B03:00").SuccessAsync()).Json;
        Assert.Equal((40m, 40m), (Number(then, "balance"), Number(then, "available")));
        Assert.Equal(
            $$"""{"time":"2031-05-01T10:59:59.999Z","authorization_id":{{first}},"of_today":["processing","credit_limit","limits","fees","profile"]}""",
            then.GetProperty("at").GetRawText());
        Assert.Equal(40, Number((await tenant.GetAsync("/sandbox/accounts/7?at=2031-05-01T10:00:00Z")).Json, "balance"));
        Assert.Equal(42, Number((await tenant.GetAsync("/sandbox/accounts/7?at=2031-05-01T11:00:00Z")).Json, "balance"));
        var later = (await tenant.GetAsync($"/sandbox/authorizations/{second}?at=2040-01-01T00:00:00Z")).Json;
        Assert.Equal($$"""{"time":"2031-05-01T11:00:00Z","authorization_id":{{second}}}""", later.GetProperty("at").GetRawText());
        Assert.False((await tenant.GetAsync("/sandbox/accounts/7")).Json.TryGetProperty("at", out _));
    }

    [Fact]
    public async Task Right_after_an_operation_later_ones_are_not_there_yet()
    {
        await using var tenant = shared.NewTenant();
        var tracking = Tenant.NewTrackingId();
        var force = await tenant.ForcedAsync($$"""{"account_id":7,"amount":40,"processing_code":"090910","tracking_id":"{{tracking}}"}""");
        var cancel = await tenant.CanceledAsync($$"""{"authorization_id":{{force}},"amount":10,"cancel_fees":true}""");
        await tenant.CanceledAsync($$"""{"authorization_id":{{force}},"amount":5}""");

        Assert.Equal("0 0 ", await CanceledAsync(force));
        Assert.Equal($"10 1.5 {cancel}", await CanceledAsync(cancel));
        Assert.Equal(404, (await tenant.GetAsync($"/sandbox/authorizations/{cancel}?at_authorization={force}")).Code);
        Assert.Equal(2, (await MovementsAsync(force)).Count);
        Assert.Equal(4, (await MovementsAsync(cancel)).Count);

        async Task<string> CanceledAsync(long at)
        {
            var shown = (await tenant.GetAsync($"/sandbox/authorizations?tracking_id={tracking}&at_authorization={at}").SuccessAsync()).Json;
            var cancellations = shown.GetProperty("cancellations").EnumerateArray().Select(one => one.GetProperty("authorization_id"));
            return $"{Number(shown, "canceled_amount")} {Number(shown, "canceled_fee")} {string.Join(' ', cancellations)}";
        }

        async Task<List<JsonElement>> MovementsAsync(long at) =>
            [.. (await tenant.GetAsync($"/sandbox/accounts/7/movements?at_authorization={at}").SuccessAsync()).Json.GetProperty("items").EnumerateArray()];
    }

    [Fact]
    public async Task Either_side_of_a_transfer_names_the_moment_after_both()
    {
        await using var tenant = shared.NewTenant();
        await tenant.ForcedAsync($$"""{"account_id":1,"amount":100,{{Code}}}""");
        await tenant.PutAsync("/sandbox/accounts/2", "{}").SuccessAsync();
        const string Transfer = """{"from":[{"account":{"id":1},"amount":30}],"to":[{"account":{"id":2},"amount":30}]}""";
        var ids = (await tenant.SendAsync(HttpMethod.Post, "/payments/v1/payments", Transfer).SuccessAsync()).Json.GetProperty("authorization_ids");
        await tenant.SendAsync(HttpMethod.Post, "/payments/v1/payments", Transfer).SuccessAsync();

        foreach (var side in new[] { "debit", "credit" })
        {
            var items = (await tenant.GetAsync($"/sandbox/accounts?at_authorization={ids.GetProperty(side)}").SuccessAsync()).Json.GetProperty("items");
            Assert.Equal([70m, 30m], items.EnumerateArray().Select(one => Number(one, "balance")));
            var check = (await tenant.GetAsync($"/sandbox/check?at_authorization={ids.GetProperty(side)}")).Json;
            Assert.Equal("""{"accounts":2,"authorizations":3,"movements":2}""", check.GetProperty("checked").GetRawText());
            Assert.True(check.GetProperty("ok").GetBoolean());
        }
    }

    [Fact]
    public async Task A_status_is_that_of_the_moment_and_a_limit_is_of_today()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FreezeAsync("2031-05-01T10:00:00Z");
        var force = await tenant.ForcedAsync($$"""{"account_id":7,"amount":40,{{Code}}}""");
        await tenant.FreezeAsync("2031-05-01T11:00:00Z");
        await tenant.PutAsync("/sandbox/accounts/7", """{"status":"blocked","credit_limit":5}""").SuccessAsync();
        await tenant.FreezeAsync("2031-05-01T12:00:00Z");
        await tenant.PutAsync("/sandbox/accounts/7", """{"status":"canceled"}""").SuccessAsync();
        await tenant.PutAsync("/sandbox/accounts/8", "{}").SuccessAsync();

        Assert.Equal("active 40 45", await ShownAsync($"at_authorization={force}"));
        Assert.Equal("active 40 45", await ShownAsync("at=2031-05-01T10:59:59Z"));
        Assert.Equal("blocked 40 45", await ShownAsync("at=2031-05-01T11:00:00Z"));
        Assert.Equal("canceled 40 45", await ShownAsync("at=2031-05-01T12:00:00Z"));
        Assert.Equal(404, (await tenant.GetAsync("/sandbox/accounts/8?at=2031-05-01T11:59:59Z")).Code);
        Assert.Equal(200, (await tenant.GetAsync("/sandbox/accounts/8?at=2031-05-01T12:00:00Z")).Code);

        async Task<string> ShownAsync(string moment)
        {
            var account = (await tenant.GetAsync($"/sandbox/accounts/7?{moment}").SuccessAsync()).Json;
            return $"{account.GetProperty("status")} {Number(account, "balance")} {Number(account, "available")}";
        }
    }

    [Fact]
    public async Task A_clock_that_was_set_back_gives_books_of_one_of_its_passes_and_ids_are_exact()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FreezeAsync("2031-05-01T10:00:00Z");
        var first = await tenant.ForcedAsync($$"""{"account_id":7,"amount":40,{{Code}}}""");
        await tenant.FreezeAsync("2030-05-01T10:00:00Z");
        var second = await tenant.ForcedAsync($$"""{"account_id":8,"amount":2,{{Code}}}""");
        var third = await tenant.ForcedAsync($$"""{"account_id":7,"amount":3,{{Code}}}""");

        // An opening has a time and no id: by the clock, account 8 was there before.
        Assert.Equal("7 40, 8 0", await BalancesAsync($"at_authorization={first}"));
        Assert.Equal("7 40, 8 2", await BalancesAsync($"at_authorization={second}"));
        Assert.Equal("7 43, 8 2", await BalancesAsync($"at_authorization={third}"));
        Assert.Equal("7 43, 8 2", await BalancesAsync("at=2030-12-01T10:00:00Z"));
        Assert.Equal("", await BalancesAsync("at=2030-04-01T10:00:00Z"));

        async Task<string> BalancesAsync(string moment)
        {
            Assert.True((await tenant.GetAsync($"/sandbox/check?{moment}")).Json.GetProperty("ok").GetBoolean());
            var items = (await tenant.GetAsync($"/sandbox/accounts?{moment}").SuccessAsync()).Json.GetProperty("items").EnumerateArray();
            return string.Join(", ", items.Select(one => $"{one.GetProperty("id")} {Number(one, "balance")}"));
        }
    }

    [Fact]
    public async Task Operations_at_once_leave_books_that_balance_after_each()
    {
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/accounts", """{"from":1,"to":4,"credit_limit":1000}""").SuccessAsync();
        var ids = await Task.WhenAll(Enumerable.Range(0, 60).Select(async i => (await tenant.SendAsync(
            HttpMethod.Post, "/payments/v1/payments",
            $$"""{"from":[{"account":{"id":{{1 + (i % 4)}}},"amount":1}],"to":[{"account":{"id":{{1 + ((i + 1) % 4)}}},"amount":1}]}""").SuccessAsync())
            .Json.GetProperty("authorization_id").GetInt64()));

        foreach (var (id, number) in ids.Order().Select((id, i) => (id, i + 1)).Where(one => one.Item2 % 7 == 0))
        {
            var check = (await tenant.GetAsync($"/sandbox/check?at_authorization={id}")).Json;
            Assert.True(check.GetProperty("ok").GetBoolean(), check.ToString());
            Assert.Equal(number, check.GetProperty("checked").GetProperty("movements").GetInt32());
            var items = (await tenant.GetAsync($"/sandbox/accounts?at_authorization={id}")).Json.GetProperty("items").EnumerateArray();
            Assert.Equal(0, items.Sum(one => Number(one, "balance")));
        }
    }

    [Fact]
    public async Task A_restored_book_and_another_org_know_their_own_moments_only()
    {
        await using var tenant = shared.NewTenant();
        await using var other = shared.NewTenant();
        var first = await tenant.ForcedAsync($$"""{"account_id":7,"amount":40,{{Code}}}""");
        await tenant.TakeAsync("then").SuccessAsync();
        var lost = await tenant.ForcedAsync($$"""{"account_id":7,"amount":2,{{Code}}}""");
        await tenant.RestoreAsync("then").SuccessAsync();
        await tenant.ForcedAsync($$"""{"account_id":7,"amount":3,{{Code}}}""");

        Assert.Equal(40, Number((await tenant.GetAsync($"/sandbox/accounts/7?at_authorization={first}").SuccessAsync()).Json, "balance"));
        Refused.AsProblem(await tenant.GetAsync($"/sandbox/accounts/7?at_authorization={lost}"), 404, "NOT_FOUND");
        Refused.AsProblem(await other.GetAsync($"/sandbox/accounts?at_authorization={first}"), 404, "NOT_FOUND");
    }

    [Theory]
    [InlineData("at=2031-05-01T10:00:00Z&at_authorization=1", "at and at_authorization")]
    [InlineData("at=", "at")]
    [InlineData("at=2031-05-01", "at")]
    [InlineData("at=2031-05-01T10:00:00", "at")]
    [InlineData("at=2031-05-01T10:00:00+02:00", "at")]
    [InlineData("at=1969-05-01T10:00:00Z", "at")]
    [InlineData("at=2031-05-01T10:00:00Z&at=2031-05-01T10:00:00Z", "at")]
    [InlineData("at_authorization=", "at_authorization")]
    [InlineData("at_authorization=0", "at_authorization")]
    [InlineData("at_authorization=-1", "at_authorization")]
    [InlineData("at_authorization=9223372036854775808", "at_authorization")]
    public async Task A_wrong_moment_is_refused_on_every_route(string query, string field)
    {
        await using var tenant = shared.NewTenant();
        var tracking = Tenant.NewTrackingId();
        string[] routes = ["accounts?", "accounts/7?", "accounts/7/movements?", "authorizations/7?", $"authorizations?tracking_id={tracking}&", "check?"];
        foreach (var route in routes)
        {
            var answer = await tenant.GetAsync($"/sandbox/{route}{query}");
            Refused.AsProblem(answer, 400, "INVALID_FIELD");
            Assert.StartsWith(field + " ", answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
            Refused.AsProblem(await tenant.GetAsync($"/sandbox/{route}at_authorization=9223372036854775807"), 404, "NOT_FOUND");
        }
        Refused.AsProblem(await tenant.GetAsync("/sandbox/check?all=true&at=2020-01-01T00:00:00Z"), 400, "INVALID_FIELD");
    }

    private static decimal Number(JsonElement json, string name) => json.GetProperty(name).GetDecimal();
}
