using System.Net;
using System.Net.Sockets;
using ForceOps.Api.Tests.Fiserv;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;
using ForceOps.Api.Tests.Transfers;

namespace ForceOps.Api.Tests.Bluefin;

/// <summary>One ledger under three dialects: what one of them posts is its own, and none of them trips over it.</summary>
public sealed class OtherDialectTests(SharedService shared)
{
    [Fact]
    public async Task A_card_sale_is_not_there_for_Pismo_and_a_Pismo_force_is_not_there_for_the_card_dialects()
    {
        await using var tenant = shared.NewTenant();
        var bluefin = (await tenant.BluefinForceAsync(BluefinCalls.Sample)).Id();
        var fiserv = await tenant.ForcedPostAsync(FiservCalls.Sample, "one");
        foreach (var key in new[] { $"bluefin:{BluefinCalls.Account}:{bluefin}", $"fiserv:{FiservCalls.Merchant}:one" })
        {
            var id = (await tenant.GetAsync($"/sandbox/authorizations?tracking_id={key}")).Json.GetProperty("id").GetInt64();
            Refused.AsPismo(await tenant.CancelForceAsync($$"""{"authorization_id":{{id}}}"""), 404, "AUTHORIZATION_NOT_FOUND");
            Refused.AsPismo(await tenant.CancelTransferAsync($$"""{"original_tracking_id":"{{key}}","amount":1}"""), 404,
                "AUTHORIZATION_NOT_FOUND");
            Refused.AsPismo(await tenant.CancelTransferAsync(id, 1), 404, "AUTHORIZATION_NOT_FOUND");
            Refused.AsPismo(
                await tenant.ForceAsync($$$"""{"account_id":1,"amount":1,"processing_code":"090907","original_authorization":{"id":{{{id}}},"type":"PLATFORM"}}"""),
                400, "ORIGINAL_AUTHORIZATION_NOT_FOUND");
        }
        // Fiserv's key is long enough for Pismo's route, which says what it says of every id that nobody has.
        Refused.AsPismo(await tenant.CancelForceAsync(
            $$"""{"original_tracking_id":"fiserv:{{FiservCalls.Merchant}}:one-and-some-more"}"""), 404, "AUTHORIZATION_NOT_FOUND");
        Assert.Equal("CAPTURED", (await tenant.BluefinGetAsync(bluefin)).Status());
        Assert.Equal("VOIDED", (await tenant.FiservAsync(
            "cancels", FiservCalls.Reference("referenceTransactionId", fiserv.TransactionId()))).Gateway("transactionState"));
    }

    [Fact]
    public async Task The_key_of_a_card_sale_cannot_be_taken_by_a_Pismo_client()
    {
        await using var tenant = shared.NewTenant();
        foreach (var key in new[] { $"fiserv:{FiservCalls.Merchant}:abcdefghijklmnop", $"bluefin:{BluefinCalls.Account}:000000000001-abc" })
        {
            var named = $"\"tracking_id\":\"{key}\"";
            Refused.AsPismo(await tenant.ForceAsync($$"""{"account_id":1,"amount":1,"processing_code":"090907",{{named}}}"""), 400,
                "INVALID_FIELD", "tracking_id");
            Refused.AsPismo(await tenant.CancelForceAsync($$"""{"authorization_id":1,{{named}}}"""), 400, "INVALID_FIELD", "tracking_id");
            Refused.AsPismo(await tenant.TransferAsync("outside:a", "account:1", 1, "," + named), 400, "INVALID_FIELD", "tracking_id");
            Refused.AsPismo(await tenant.CancelTransferAsync(1, 1, "," + named), 400, "INVALID_FIELD", "tracking_id");
        }
        Assert.Equal(201, (await tenant.ForcedPostAsync(FiservCalls.Sample, "abcdefghijklmnop")).Code);
        await tenant.ForcedAsync("""{"account_id":1,"amount":1,"processing_code":"090907","tracking_id":"Fiserv:is-somebody-else-0123456789abcdef"}""");
    }

    [Fact]
    public async Task A_deleted_code_disables_forces_and_its_fee_is_the_merchants_discount()
    {
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/processing-codes/MSALE1",
            """{"balance_impact":1,"reversal_code":"MREFD1","fee":{"fixed":0.30,"percent":2}}""");
        await tenant.BluefinForceAsync(BluefinCalls.Force("100"));
        Assert.Equal(97.70m, await tenant.BalanceOfAsync(long.Parse(BluefinCalls.Account)));
        await tenant.DeleteAsync("/sandbox/processing-codes/MSALE1");
        BluefinCalls.Refused(await tenant.BluefinForceAsync(BluefinCalls.Sample), 422, "invalid_request", 40001,
            "Force is not enabled by the payment processor");
    }

    [Fact]
    public async Task Before_it_is_ready_each_dialect_says_so_in_its_own_words()
    {
        // A port where nobody answers: it waits, and never becomes ready.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var service = await RunningService.StartListeningAsync(
            $"Host=127.0.0.1;Port={((IPEndPoint)silent.LocalEndpoint).Port};Username=nobody;Timeout=8");
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
        Assert.Equal(0, await Sql.ScalarAsync<long>(
            shared.Service.Database, $"SELECT settled_below FROM orgs WHERE org = '{Sql.OrgOf(one.Org)}'"));
    }
}
