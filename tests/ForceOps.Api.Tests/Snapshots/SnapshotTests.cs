using ForceOps.Api.Tests.Events;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;

namespace ForceOps.Api.Tests.Snapshots;

/// <summary><c>/sandbox/snapshots</c>: the books under a name, and back to them.</summary>
public sealed class SnapshotTests(SharedService shared)
{
    [Fact]
    public async Task A_snapshot_is_taken_listed_shown_replaced_and_removed()
    {
        await using var tenant = shared.NewTenant();
        await tenant.CreditAsync(1, 10);
        var taken = await tenant.TakeAsync("one");
        Assert.Equal(201, taken.Code);
        Assert.Equal("name, created_at, accounts, authorizations, movements", Refused.Names(taken.Json));
        Assert.Equal(("one", 1L, 1L, 1L), Sizes(taken));
        Assert.EndsWith("Z", taken.Json.GetProperty("created_at").GetString(), StringComparison.Ordinal);
        await tenant.CreditAsync(2, 10);
        Assert.Equal(201, (await tenant.TakeAsync("two")).Code);
        var replaced = await tenant.TakeAsync("one");
        Assert.Equal((200, ("one", 2L, 2L, 2L)), (replaced.Code, Sizes(replaced)));

        var list = (await tenant.GetAsync("/sandbox/snapshots?limit=1")).Json;
        Assert.Equal("one", list.GetProperty("next").GetString());
        Assert.Equal("two", (await tenant.GetAsync("/sandbox/snapshots?limit=1&after=one")).Json.GetProperty(
            "items")[0].GetProperty("name").GetString());
        Assert.Equal(replaced.Text, (await tenant.GetAsync("/sandbox/snapshots/one")).Text);

        Assert.Equal(204, (await tenant.DeleteAsync("/sandbox/snapshots/one")).Code);
        foreach (var gone in new[] { await tenant.GetAsync("/sandbox/snapshots/one"), await tenant.DeleteAsync("/sandbox/snapshots/one"),
            await tenant.RestoreAsync("one") })
            Assert.Equal((404, "NOT_FOUND"), (gone.Code, gone.ErrorCode));
        Assert.Equal(200, (await tenant.GetAsync("/sandbox/snapshots/two")).Code);
    }

    [Fact]
    public async Task A_restore_brings_everything_back_as_often_as_it_is_asked()
    {
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/accounts/5", """{"currency":"EUR","credit_limit":50,"limits":{"per_day":100}}""").SuccessAsync();
        await tenant.PutAsync("/sandbox/processing-codes/ABC123", """{"balance_impact":1,"fee":{"fixed":1}}""").SuccessAsync();
        await tenant.TransferAsync("""{"from":[{"account":{"id":5}}],"to":[{"amount":20,"merchant":{"id":9}}]}""").SuccessAsync();
        var (kept, partly) = (await tenant.CreditAsync(1, 10), await tenant.CreditAsync(1, 7));
        await tenant.CancelForceAsync(Body.Cancel(Tenant.NewTrackingId(), partly, 2)).SuccessAsync();
        var state = await StateAsync(tenant);
        await tenant.TakeAsync("before").SuccessAsync();

        for (var round = 0; round < 2; round++)
        {
            var after = await tenant.CreditAsync(2, 3);
            await tenant.CancelForceAsync(Body.Cancel(Tenant.NewTrackingId(), kept)).SuccessAsync();
            await tenant.DeleteAsync("/sandbox/processing-codes/ABC123").SuccessAsync();
            Assert.NotEqual(state, await StateAsync(tenant));

            var restored = await tenant.RestoreAsync("before").SuccessAsync();

            Assert.Equal(("before", 3L, 5L, 4L), Sizes(restored));
            Assert.Equal(state, await StateAsync(tenant));
            // Before the snapshot: in use. After it: free again.
            Assert.Equal("same", (await tenant.ForceAsync(Body.Force(kept, 1, 10))).Header("x-forceops-replay"));
            Assert.Equal(201, (await tenant.ForceAsync(Body.Force(after, 2, 3))).Code);
            Assert.Equal(201, (await tenant.ForceAsync("""{"account_id":1,"amount":1,"processing_code":"ABC123"}""")).Code);
        }
        // What the snapshot holds is canceled as if nothing had happened, up to what was left of it.
        Assert.Equal(400, (await tenant.CancelForceAsync(Body.Cancel(Tenant.NewTrackingId(), partly, 5.01m))).Code);
        Assert.Equal(200, (await tenant.CancelForceAsync(Body.Cancel(Tenant.NewTrackingId(), partly, 5))).Code);
    }

    [Fact]
    public async Task Card_sales_that_were_settled_stay_settled_and_the_rest_is_not()
    {
        await using var tenant = shared.NewTenant();
        const string Payments = "/api/v4/accounts/120000000001/payments";
        const string Sale = """{"bfTokenReference":"PAYCONEX_TOKEN","posProfile":"ECOMMERCE","amounts":{"total":"5","currency":"USD"},"authCode":"OK4956"}""";
        const string Part = """{"posProfile":"ECOMMERCE","amounts":{"total":"1","currency":"USD"}}""";
        var sale = (await tenant.PostAsync($"{Payments}/force", Sale).SuccessAsync()).Json.GetProperty("transactionId").GetString();
        await tenant.TakeAsync("open").SuccessAsync();
        await tenant.PostAsync("/sandbox/settle", "").SuccessAsync();
        await tenant.TakeAsync("settled").SuccessAsync();

        await tenant.RestoreAsync("open").SuccessAsync();
        Assert.Equal("VOIDED", await RefundedAsync());
        await tenant.RestoreAsync("settled").SuccessAsync();
        Assert.Equal("REFUNDED", await RefundedAsync());

        async Task<string?> RefundedAsync() =>
            (await tenant.PostAsync($"{Payments}/{sale}/refund", Part).SuccessAsync()).Json.GetProperty("status").GetString();
    }

    [Fact]
    public async Task Wrong_names_and_too_many_are_refused()
    {
        var service = await shared.ConfiguredAsync();
        await using var tenant = service.NewTenant();
        foreach (var wrong in new[] { "a.b", "a%20b", new string('x', 65), "%C3%A4" })
            Assert.Equal((400, "INVALID_FIELD"), await tenant.TakeAsync(wrong) is var answer ? (answer.Code, answer.ErrorCode) : default);
        await tenant.TakeAsync("one").SuccessAsync();
        await tenant.TakeAsync(new string('x', 64)).SuccessAsync();

        var third = await tenant.TakeAsync("three");

        Assert.Equal((409, "TOO_MANY_SNAPSHOTS"), (third.Code, third.ErrorCode));
        Assert.Equal(200, (await tenant.TakeAsync("one")).Code);
        await tenant.DeleteAsync("/sandbox/snapshots/one").SuccessAsync();
        Assert.Equal(201, (await tenant.TakeAsync("three")).Code);
        Assert.Equal(400, (await tenant.GetAsync("/sandbox/snapshots?limit=x")).Code);
    }

    [Fact]
    public async Task Damage_in_a_snapshot_is_found_by_the_check_of_all()
    {
        await using var service = await RunningService.StartAsync(await shared.Postgres.CreateDatabaseAsync());
        await using var tenant = service.NewTenant();
        await tenant.CreditAsync(1, 10);
        await tenant.TakeAsync("broken").SuccessAsync();
        await Sql.ExecuteAsync(service.Database, "UPDATE accounts SET balance = 11 WHERE book = (SELECT book FROM snapshots)");

        Assert.True((await tenant.GetAsync("/sandbox/check")).Json.GetProperty("ok").GetBoolean());
        var problem = (await tenant.GetAsync("/sandbox/check?all=true")).Json.GetProperty("problems")[0];

        Assert.Equal(("I1", tenant.Org), (problem.GetProperty("invariant").GetString(), problem.GetProperty("org").GetString()));
        Assert.EndsWith("(in snapshot broken)", problem.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private static (string?, long, long, long) Sizes(Answer answer) => (
        answer.Json.GetProperty("name").GetString(), answer.Json.GetProperty("accounts").GetInt64(),
        answer.Json.GetProperty("authorizations").GetInt64(), answer.Json.GetProperty("movements").GetInt64());

    private static async Task<string> StateAsync(Tenant tenant) => string.Join(
        '\n',
        (await tenant.GetAsync("/sandbox/accounts")).Text, (await tenant.GetAsync("/sandbox/processing-codes")).Text,
        string.Join('\n', await tenant.EventsAsync()),
        (await tenant.GetAsync("/sandbox/accounts/1/movements")).Text, (await tenant.GetAsync("/sandbox/accounts/5/timeline")).Text);
}
