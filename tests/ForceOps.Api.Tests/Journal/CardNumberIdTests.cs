using ForceOps.Api.Tests.Bluefin;
using ForceOps.Api.Tests.Events;
using ForceOps.Api.Tests.Faults;
using ForceOps.Api.Tests.Fiserv;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Journal;

/// <summary>Ids that a client makes may be card numbers. What must be stored is stored as it was sent; log and journal hide it.</summary>
public sealed class CardNumberIdTests(SharedService shared)
{
    private const string Number = "4012000033330026";
    private const string Spaced = "4012-0000-3333-0026";

    /// <summary>The framework itself logs paths, at levels that are off by default; names are in paths.</summary>
    [Theory]
    [InlineData("Debug", false)]
    [InlineData("Warning", true)]
    public async Task Neither_log_nor_journal_show_an_id_that_may_be_a_card_number(string framework, bool withNames)
    {
        (string, string)[] levels =
        [
            ("Serilog:MinimumLevel:Default", "Debug"), ("Serilog:MinimumLevel:Override:Microsoft", framework),
            ("Serilog:MinimumLevel:Override:System", framework), ("Serilog:MinimumLevel:Override:ForceOps.Requests", "Information"),
        ];
        var service = await RunningService.StartAsync(await shared.Postgres.CreateDatabaseAsync(), levels);
        string journal;
        await using (service)
        {
            await using (var tenant = service.NewTenant())
            {
                foreach (var id in (string[])[Number, Spaced])
                {
                    (string, string) cid = ("x-cid", id);
                    var force = await tenant.ForceAsync(
                        $$"""{"account_id":1,"amount":1,"processing_code":"090907","tracking_id":"{{id}}-00000000000000000000"}""", cid);
                    Assert.Equal((201, id), (force.Code, force.Header("x-cid")));
                    Assert.Equal(409, (await tenant
                        .ForceAsync($$"""{"account_id":1,"amount":2,"processing_code":"090907","tracking_id":"{{id}}-00000000000000000000"}""", cid)).Code);
                    await tenant.CancelForceAsync($$"""{"original_tracking_id":"{{id}}-99999999999999999999"}""", cid);
                    var post = FiservCalls.With(
                        "\"captureFlag\":true", $"\"captureFlag\":true,\"merchantOrderId\":\"{id}\",\"merchantTransactionId\":\"{id}\"");
                    await tenant.SendAsync(HttpMethod.Post, "/payments/v1/forcedpost", post, cid, ("Client-Request-Id", id));
                    await tenant.FiservAsync("transaction-inquiry", FiservCalls.Reference("referenceMerchantOrderId", id), id);
                    await tenant.FiservAsync("cancels", FiservCalls.Reference("referenceMerchantTransactionId", id, 999999), id);
                    await tenant.BluefinForceAsync(BluefinCalls.Force("5", id), cid);
                    var events = (await tenant.EventsAsync()).ToList();
                    Assert.Contains(events, one => one.Contains($"\"cid\":\"{id}\"", StringComparison.Ordinal));
                    if (!withNames)
                        continue;
                    await tenant.SendAsync(HttpMethod.Get, $"/sandbox/webhooks/{id}", null, cid);
                    await tenant.PutAsync($"/sandbox/webhooks/{id}", """{"url":"http://127.0.0.1:9/"}""");
                    await tenant.FaultAsync(id, """{"status":503}""", """{"nth":1}""");
                    await tenant.ForceAsync("{}");
                    await tenant.DeleteAsync($"/sandbox/webhooks/{id}");
                    await tenant.DeleteAsync($"/sandbox/faults/{id}");
                }
                journal = (await tenant.GetAsync("/sandbox/requests?limit=1000")).Text;
            }
            await service.StopAsync();
        }
        Assert.Contains("cid=****0026 ", service.Output, StringComparison.Ordinal);
        Assert.Contains("\"cid\":\"****0026\"", journal, StringComparison.Ordinal);
        Assert.Equal(withNames, journal.Contains("\"fault\":\"****0026\"", StringComparison.Ordinal));
        foreach (var text in (string[])[service.Output, journal])
        {
            Assert.DoesNotContain(Number, text, StringComparison.Ordinal);
            Assert.DoesNotContain(Spaced, text, StringComparison.Ordinal);
        }
    }
}
