using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Hosting;

/// <summary>The limits that docs/configuration.md names: what is beyond one is answered at once, and others go on.</summary>
public sealed class WebServerLimitTests(SharedService shared)
{
    public static TheoryData<string, string> Beyond => new()
    {
        { $"GET /sandbox/accounts?x={new string('a', 9_000)} HTTP/1.1\nhost: HOST\n\n", "414" },
        { $"GET /health/live HTTP/1.1\nhost: HOST\nx-long: {new string('a', 40_000)}\n\n", "431" },
        { $"GET /health/live HTTP/1.1\nhost: HOST\n{string.Concat(Enumerable.Range(1, 101).Select(i => $"x-{i}: 1\n"))}\n", "431" },
        // Nothing comes of the promised body.
        { "POST /payments/v1/payments/force HTTP/1.1\nhost: HOST\ncontent-type: application/json\ncontent-length: 4000\n\n{", "400" },
    };

    [Theory]
    [MemberData(nameof(Beyond))]
    public async Task What_is_beyond_a_limit_is_refused(string request, string status)
    {
        var url = shared.Service.Url;
        var answer = await RawConnection.ExchangeAsync(url, request.Replace("HOST", url.Authority, StringComparison.Ordinal));
        Assert.StartsWith($"HTTP/1.1 {status}", answer, StringComparison.Ordinal);
        await using var tenant = shared.NewTenant();
        Assert.Equal(200, (await tenant.GetAsync("/health/live")).Code);
    }
}
