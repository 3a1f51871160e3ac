using System.Net;
using System.Net.Sockets;
using ForceOps.Api.Tests.Fiserv;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;

namespace ForceOps.Api.Tests.Bluefin;

/// <summary>One ledger under three dialects: what one of them posts the others may touch, and none of them trips over it.</summary>
public sealed class OtherDialectTests(SharedService shared)
{
    [Fact]
    public async Task A_Pismo_cancel_of_card_sales_shows_in_both_dialects()
    {
        await using var tenant = shared.NewTenant();
        var bluefin = (await tenant.BluefinForceAsync(BluefinCalls.Sample)).Id();
        var fiserv = await tenant.ForcedPostAsync(FiservCalls.Sample, "one");
        foreach (var key in new[] { $"bluefin:{BluefinCalls.Account}:{bluefin}", $"fiserv:{FiservCalls.Merchant}:one" })
        {
            var id = (await tenant.GetAsync($"/sandbox/authorizations?tracking_id={key}")).Json.GetProperty("id").GetInt64();
            await tenant.CanceledAsync($$$"""{"authorization_id":{{{id}}},"metadata":{"type":5,"reversal":[1]}}""");
        }
        Assert.Equal("VOIDED", (await tenant.BluefinGetAsync(bluefin)).Status());
        BluefinCalls.Refused(await tenant.BluefinRefundAsync(bluefin), 422, "invalid_request", 40001);
        var inquiry = await tenant.FiservAsync("transaction-inquiry", FiservCalls.Reference("referenceOrderId", fiserv.Processing("orderId")));
        Assert.Equal(1, inquiry.Json.GetArrayLength());
        Assert.Equal("VOIDED", inquiry.Json[0].GetProperty("gatewayResponse").GetProperty("transactionState").GetString());
        FiservCalls.Refused(await tenant.FiservAsync("cancels", FiservCalls.Reference("referenceTransactionId", fiserv.TransactionId())), 400, "833");
    }

    [Fact]
    public async Task A_deleted_code_disables_forces_and_its_fee_is_the_merchants_discount()
    {
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/processing-codes/MSALE1", """{"balance_impact":1,"reversal_code":"MREFD1","fee":{"fixed":0.30,"percent":2}}""");
        await tenant.BluefinForceAsync(BluefinCalls.Force("100"));
        Assert.Equal(97.70m, await tenant.BalanceOfAsync(long.Parse(BluefinCalls.Account)));
        await tenant.DeleteAsync("/sandbox/processing-codes/MSALE1");
        BluefinCalls.Refused(await tenant.BluefinForceAsync(BluefinCalls.Sample), 422, "invalid_request", 40001, "Force is not enabled by the payment processor");
    }

    [Fact]
    public async Task Before_it_is_ready_each_dialect_says_so_in_its_own_words()
    {
        // A port where nobody answers: it waits, and never becomes ready.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var service = await RunningService.StartListeningAsync($"Host=127.0.0.1;Port={((IPEndPoint)silent.LocalEndpoint).Port};Username=nobody;Timeout=8");
        var tenant = service.NewTenant();
        BluefinCalls.Refused(await tenant.BluefinForceAsync(BluefinCalls.Sample), 503, "internal_server_error", 40004);
        FiservCalls.Refused(await tenant.ForcedPostAsync(FiservCalls.Sample), 503, null, type: "APIM", message: "Service unavailable.");
    }

    [Fact]
    public async Task A_settlement_ends_at_the_org()
    {
        await using var one = shared.NewTenant();
        await using var other = shared.NewTenant();
        var id = (await one.BluefinForceAsync(BluefinCalls.Sample)).Id();
        await other.SettleAsync();
        Assert.Equal("VOIDED", (await one.BluefinRefundAsync(id)).Status());
        Assert.Equal(0, await Sql.ScalarAsync<long>(shared.Service.Database, $"SELECT settled_below FROM orgs WHERE org = '{Sql.OrgOf(one.Org)}'"));
    }
}
