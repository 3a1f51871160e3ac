using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Transfers;

/// <summary>The cancellations of a transfer are shown with their tracking id, whichever side is asked.</summary>
public sealed class CancellationTrackingTests(SharedService shared)
{
    [Fact]
    public async Task Both_sides_show_the_tracking_id_of_each_cancellation()
    {
        await using var tenant = shared.NewTenant();
        var transfer = (await tenant.HundredAsync()).Json.GetProperty("authorization_ids");
        var (first, second) = (Tenant.NewTrackingId(), Tenant.NewTrackingId());
        foreach (var (id, amount) in new[] { (first, 30m), (second, 20m) })
            Assert.Equal(200, (await tenant.CancelTransferAsync(
                transfer.GetProperty("debit").GetInt64(), amount, $",\"tracking_id\":\"{id}\"")).Code);
        foreach (var side in new[] { "debit", "credit" })
        {
            var shown = (await tenant.AuthorizationAsync(transfer.GetProperty(side).GetInt64())).GetProperty(
                "cancellations").EnumerateArray().ToList();
            Assert.Equal([first, second], shown.Select(item => item.GetProperty("tracking_id").GetString()));
            Assert.Equal([30m, 20m], shown.Select(item => item.GetProperty("amount").GetDecimal()));
        }
    }

    [Fact]
    public async Task The_side_of_a_cash_in_too()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(1);
        var cashIn = (await tenant.TransferAsync("outside:a", "account:1", 10)).Json.GetProperty("authorization_id").GetInt64();
        var id = Tenant.NewTrackingId();
        Assert.Equal(200, (await tenant.CancelTransferAsync(cashIn, 4, $",\"tracking_id\":\"{id}\"")).Code);
        Assert.Equal(id, (await tenant.AuthorizationAsync(cashIn)).GetProperty("cancellations")[0].GetProperty("tracking_id").GetString());
    }
}
