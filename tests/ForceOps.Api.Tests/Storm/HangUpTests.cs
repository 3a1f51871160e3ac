using System.Text;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Storm;

/// <summary>The client that hangs up is the one that will retry: its operation must be there then.</summary>
[Collection(NarrowService.Name)]
public sealed class HangUpTests(NarrowService narrow)
{
    [Fact]
    public async Task An_operation_whose_caller_hung_up_is_posted_and_the_retry_is_told_so()
    {
        await using var tenant = narrow.Service.NewTenant();
        await tenant.PutAsync("/sandbox/accounts/1", """{"currency":"USD"}""");
        var body = Body.Force(Tenant.NewTrackingId(), 1, 12);
        await using var hold = await HeldLock.OnAccountAsync(narrow.Service.Database, tenant.Org, 1);

        using var caller = narrow.Service.CreateClient();
        using var hangUp = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/payments/v1/payments/force")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
            Headers = { { "x-tenant", tenant.Org } },
        };
        var call = caller.SendAsync(request, hangUp.Token);
        await hold.WaitForWaitersAsync();
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await hold.ReleaseAsync();

        var retry = await tenant.ForceAsync(body);
        Assert.Equal(409, retry.Code);
        Assert.Equal("same", retry.Header("x-forceops-replay"));
        Assert.Equal(12, await tenant.BalanceOfAsync(1));
    }
}
