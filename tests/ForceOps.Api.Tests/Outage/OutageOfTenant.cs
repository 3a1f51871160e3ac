using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Outage;

/// <summary>
/// What a client sees of a database that is away. Waits are bounded so that a service that hangs fails the test instead of hanging it.
/// </summary>
internal static class OutageOfTenant
{
    /// <summary>Far longer than anything here may take, on a machine that is busy with other things.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    internal static void AssertUnavailable(string what, Answer answer)
    {
        Assert.True(answer.Code == 503, $"{what}: {answer.Code} {answer.Text}");
        Assert.Matches("^[0-9]+$", answer.Header("retry-after"));
        Assert.NotNull(answer.Header("x-cid"));
    }

    internal static async Task<int> ReadyAsync(this Tenant tenant) => (await tenant.GetAsync("/health/ready").WaitAsync(Patience)).Code;

    /// <summary>Waits until the service calls itself ready, as a load balancer does: nobody posts before.</summary>
    internal static async Task WaitUntilReadyAsync(this Tenant tenant)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await tenant.ReadyAsync() != 200)
            await Task.Delay(50, patience.Token);
    }

    /// <summary>Retries until the posting is known to be there: posted now, or posted before although its caller did not hear so.</summary>
    internal static async Task SettleAsync(this Tenant tenant, string body)
    {
        using var patience = new CancellationTokenSource(Patience);
        var answer = await tenant.ForceAsync(body);
        while (answer.Code == 503)
        {
            await Task.Delay(100, patience.Token);
            answer = await tenant.ForceAsync(body);
        }
        Assert.True(answer.Code == 201 || (answer.Code == 409 && answer.Header("x-forceops-replay") is "same"),
            $"{answer.Code} {answer.Text}");
    }
}
