using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ForceOps.Api.Tests.Storm;

/// <summary>A client that asks and leaves at once must not hold up anybody else: it once froze other connections for 15 seconds.</summary>
[Collection(NarrowService.Name)]
public sealed class HangUpOnReadTests(NarrowService narrow)
{
    private const int HangUps = 300;

    /// <summary>
    /// The freeze was 15 seconds. One second would do on a quiet machine; 1.3 s were seen on two cores with six times as much to do.
    /// </summary>
    private static readonly TimeSpan StallMax = TimeSpan.FromSeconds(3);

    [Theory]
    [InlineData("/sandbox/check")]
    [InlineData("/sandbox/accounts")]
    [InlineData("/sandbox/accounts/1/movements")]
    [InlineData("/sandbox/events")]
    [InlineData("/sandbox/snapshots")]
    [InlineData("/api/v4/accounts/120000000001/payments/000000002048")]
    public async Task Nobody_waits_for_the_hang_ups_of_others(string path)
    {
        using var over = new CancellationTokenSource();
        var others = Enumerable.Range(0, 6).Select(_ => LongestWaitAsync(over.Token)).ToList();
        await Task.WhenAll(HangUpAsync(path, HangUps / 2), HangUpAsync(path, HangUps / 2));
        await over.CancelAsync();

        var longest = (await Task.WhenAll(others)).Max();
        // What was asked for is still read, one after the other: the next test must not stand in that line.
        using var last = narrow.Service.CreateClient();
        using var drained = await last.GetAsync(path, CancellationToken.None);
        Assert.True(longest < StallMax, $"while {HangUps} callers of {path} hung up, another one waited {longest.TotalSeconds:F1} s for /health/live");
    }

    private async Task<TimeSpan> LongestWaitAsync(CancellationToken over)
    {
        using var client = narrow.Service.CreateClient();
        var longest = TimeSpan.Zero;
        while (!over.IsCancellationRequested)
        {
            var began = Stopwatch.GetTimestamp();
            using var answer = await client.GetAsync("/health/live", CancellationToken.None);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            longest = Stopwatch.GetElapsedTime(began) is var waited && waited > longest ? waited : longest;
        }
        return longest;
    }

    /// <summary>Leaves at any moment of the request, most of them while its statement runs.</summary>
    private async Task HangUpAsync(string path, int times)
    {
        var request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {narrow.Service.Url.Authority}\r\n\r\n");
        for (var i = 0; i < times; i++)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(narrow.Service.Url.Host, narrow.Service.Url.Port);
            await client.GetStream().WriteAsync(request);
            await Task.Delay(TimeSpan.FromMilliseconds(i % 5));
        }
    }
}
