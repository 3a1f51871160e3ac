using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;

namespace ForceOps.Api.Tests.Journal;

/// <summary>What the writer could not even decide, and whose caller is gone.</summary>
[Collection(NarrowService.Name)]
public sealed class JournalUnderStressTests(NarrowService narrow, SharedService shared)
{
    [Fact]
    public async Task A_full_queue_is_told_apart()
    {
        await using var tenant = narrow.Service.NewTenant();
        var answers = await NarrowService.SendToFullQueueAsync(
            tenant, [.. Enumerable.Range(0, 12).Select(_ => Body.Force(Tenant.NewTrackingId(), 1, 2))]);
        var refused = await tenant.JournalAsync("?status=429");
        Assert.Equal(answers.Count(answer => answer.Code == 429), refused.Count);
        Assert.All(refused, entry => Assert.Equal(
            ("queue", """{"reason":"QueueFull"}"""), (entry.Text("why.check"), entry.Raw("why", "facts"))));
        Assert.Equal(answers.Count + 1, (await tenant.JournalAsync()).Count);
    }

    [Fact]
    public async Task A_locked_row_leaves_an_entry_that_says_later()
    {
        await using var service = await RunningService.StartAsync(
            await shared.Postgres.CreateDatabaseAsync(), ("ForceOps:Ledger:LockTimeout", "00:00:00.050"));
        await using var tenant = service.NewTenant();
        await tenant.PutAsync("/sandbox/accounts/7", """{"currency":"USD"}""");
        await using (await HeldLock.OnAccountAsync(service.Database, tenant.Org, 7))
            Assert.Equal(202, (await tenant.ForceAsync(Body.Force(Tenant.NewTrackingId(), 7, 1))).Code);
        Assert.Equal("PROCESSING_DELAYED", (await tenant.LastAsync()).Text("answer.code"));
    }

    [Fact]
    public async Task A_caller_that_hung_up_leaves_an_entry()
    {
        await using var tenant = narrow.Service.NewTenant();
        await tenant.PutAsync("/sandbox/accounts/1", """{"currency":"USD"}""");
        var trackingId = Tenant.NewTrackingId();
        await using (var hold = await HeldLock.OnAccountAsync(narrow.Service.Database, tenant.Org, 1))
        {
            using var caller = narrow.Service.CreateClient();
            using var hangUp = new CancellationTokenSource();
            using var request = new HttpRequestMessage(HttpMethod.Post, "/payments/v1/payments/force")
            {
                Content = new StringContent(Body.Force(trackingId, 1, 12), System.Text.Encoding.UTF8, "application/json"),
                Headers = { { "x-tenant", tenant.Org } },
            };
            var call = caller.SendAsync(request, hangUp.Token);
            await hold.WaitForWaitersAsync();
            await hangUp.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
            await hold.ReleaseAsync();
        }
        Assert.Equal(409, (await tenant.ForceAsync(Body.Force(trackingId, 1, 12))).Code);
        // The first request ends a moment after its operation: nobody waits for it.
        var entries = await tenant.JournalAsync();
        for (var began = TimeProvider.System.GetTimestamp(); entries.Count < 2; entries = await tenant.JournalAsync())
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(20),
                "the request whose caller hung up is not there");
        var first = Assert.Single(entries, entry => entry.Text("why") is null);
        Assert.Equal((trackingId, null), (first.Text("answer.tracking_id"), first.Text("why")));
    }
}
