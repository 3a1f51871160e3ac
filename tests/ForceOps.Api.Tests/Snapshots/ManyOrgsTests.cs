using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Snapshots;

/// <summary>A hundred tests in parallel, each with an org of its own, do not see each other.</summary>
public sealed class ManyOrgsTests(SharedService shared)
{
    [Fact]
    public async Task A_hundred_orgs_reset_and_restore_without_seeing_each_other() =>
        await Task.WhenAll(Enumerable.Range(1, 100).Select(async number =>
        {
            await using var tenant = shared.NewTenant();
            var amount = (decimal)number;
            // The same account and names in every org.
            await tenant.CreditAsync(1, amount);
            await tenant.TakeAsync("mine").SuccessAsync();
            await tenant.CreditAsync(1, 1000);
            Assert.Equal(amount + 1000, await tenant.BalanceOfAsync(1));
            await tenant.RestoreAsync("mine").SuccessAsync();
            Assert.Equal(amount, await tenant.BalanceOfAsync(1));
            await tenant.ResetAsync().SuccessAsync();
            Assert.Equal("""{"accounts":0,"authorizations":0,"movements":0}""", await tenant.CountsAsync());
            await tenant.CreditAsync(1, 2 * amount);
            Assert.Equal(2 * amount, await tenant.BalanceOfAsync(1));
            Assert.Equal(1, (await tenant.GetAsync("/sandbox/snapshots")).Json.GetProperty("items").GetArrayLength());
        }));
}
