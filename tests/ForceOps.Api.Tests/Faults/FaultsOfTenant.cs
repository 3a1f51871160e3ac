using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Faults;

/// <summary>Fault rules of one tenant, and the requests that they are tried on.</summary>
internal static class FaultsOfTenant
{
    internal const string Header = "x-forceops-fault";

    /// <summary>Sets a rule and expects that it is taken.</summary>
    internal static async Task<Answer> FaultAsync(this Tenant tenant, string name, string effect, string match = "{}")
    {
        var answer = await tenant.PutAsync($"/sandbox/faults/{name}", $$"""{"match":{{match}},"effect":{{effect}}}""");
        Assert.True(answer.Code is 200 or 201, answer.Text);
        return answer;
    }

    internal static string Force(long account = 1, decimal amount = 5, string? trackingId = null) =>
        $$"""{"account_id":{{account}},"amount":{{amount}},"processing_code":"090907","tracking_id":"{{trackingId
            ?? Tenant.NewTrackingId()}}"}""";

    /// <summary>The fault that the answer names; null when there was none.</summary>
    internal static string? Fault(this Answer answer) => answer.Header(Header);

    /// <summary>Posts n forces one after the other; which of them were struck, as 1, and which were posted, as 0.</summary>
    internal static async Task<string> FatesAsync(this Tenant tenant, int count)
    {
        var fates = new List<char>();
        for (var i = 0; i < count; i++)
        {
            var answer = await tenant.ForceAsync(Force());
            Assert.True(answer.Code == (answer.Fault() is null ? 201 : 503), answer.Text);
            fates.Add(answer.Fault() is null ? '0' : '1');
        }
        return string.Concat(fates);
    }

    internal static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await holds())
            await Task.Delay(20, patience.Token);
    }
}
