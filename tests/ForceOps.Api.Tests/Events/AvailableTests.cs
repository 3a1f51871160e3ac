using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Transfers;

namespace ForceOps.Api.Tests.Events;

/// <summary><c>change_available</c> says what was available at the commit: the balance and the credit limit of that moment.</summary>
public sealed class AvailableTests(SharedService shared)
{
    [Fact]
    public async Task The_event_of_a_transfer_says_the_same_as_its_answer()
    {
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/accounts/1", """{"credit_limit":100}""");
        await tenant.PutAsync("/sandbox/accounts/2", """{"credit_limit":30.50}""");
        var spent = await tenant.TransferAsync("""{"from":[{"account":{"id":1},"amount":60}],"to":[{"account":{"id":2}}]}""");
        var cashedIn = await tenant.TransferAsync(
            """{"from":[{"custom_info":{"type":"DEPOSIT","external_id":"1"}}],"to":[{"account":{"id":1},"amount":5}]}""");

        Assert.Equal((40m, 45m), (spent.Available(), cashedIn.Available()));
        Assert.Equal([(1, 60m, 40m), (2, 60m, 90.50m), (1, 5m, 45m)], await ChangesAsync(tenant));
    }

    [Fact]
    public async Task A_force_says_what_was_available_then_whatever_the_limit_is_later()
    {
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/accounts/1", """{"credit_limit":100}""");
        // The first one makes the account known; the others are decided on what is known of it.
        for (var i = 0; i < 3; i++)
            await tenant.ForcedAsync("""{"account_id":1,"amount":10,"processing_code":"090908"}""");
        var before = await tenant.EventsAsync();
        await tenant.PutAsync("/sandbox/accounts/1", """{"credit_limit":50}""");
        await tenant.ForcedAsync("""{"account_id":1,"amount":10,"processing_code":"090908"}""");
        await tenant.PutAsync("/sandbox/accounts/1", """{"credit_limit":0}""");
        await tenant.ForcedAsync("""{"account_id":1,"amount":1,"processing_code":"090907"}""");

        Assert.Equal([90m, 80m, 70m, 10m, -39m], (await ChangesAsync(tenant)).Select(change => change.Available));
        Assert.Equal(before, (await tenant.EventsAsync()).Take(before.Count));
    }

    [Fact]
    public async Task In_a_crowd_each_account_has_its_own_limit()
    {
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/accounts", """{"from":1,"to":20}""");
        await tenant.PutAsync("/sandbox/accounts/7", """{"credit_limit":70}""");
        for (var wave = 1; wave <= 3; wave++)
        {
            await Task.WhenAll(Enumerable.Range(1, 20).Select(account =>
                tenant.ForcedAsync($$"""{"account_id":{{account}},"amount":1,"processing_code":"090907"}""")));
        }

        Assert.All(
            (await ChangesAsync(tenant)).GroupBy(change => change.Account),
            changes => Assert.Equal(
                Enumerable.Range(1, 3).Select(balance => balance + (changes.Key == 7 ? 70m : 0)),
                changes.Select(change => change.Available)));
    }

    [Fact]
    public async Task The_amount_to_consider_is_the_principal_also_of_a_fee()
    {
        await using var tenant = shared.NewTenant();
        await tenant.ForcedAsync("""{"account_id":7,"amount":40.25,"processing_code":"090910"}""");
        var events = await tenant.EventObjectsAsync();
        var changes = events.Where(one => one.TypeOf() == "change_available").Select(one => one.Data()).ToList();
        Assert.Equal(
            [(40.25m, 40.25m), (1.5m, 40.25m)],
            changes.Select(data => (data.GetProperty("amount").GetDecimal(), data.GetProperty("amount_consider").GetDecimal())));
    }

    private static async Task<List<(int Account, decimal Amount, decimal Available)>> ChangesAsync(Tenant tenant) =>
    [
        .. from one in await tenant.EventObjectsAsync()
           where one.TypeOf() == "change_available"
           let data = one.Data()
           select (data.GetProperty("account_id").GetInt32(), data.GetProperty("amount").GetDecimal(),
               data.GetProperty("available_credit_limit").GetDecimal()),
    ];
}
