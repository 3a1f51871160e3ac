using System.Collections.Concurrent;
using System.Net;
using System.Text;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Events;

/// <summary>A receiver of webhooks on loopback: keeps what it gets, in order of arrival, and answers what the test says.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<Received> _received = new();
    private readonly Func<Received, Task<int>> _answer;
    private readonly Task _serving;
    private int _count;

    private Receiver(Func<Received, Task<int>> answer)
    {
        _answer = answer;
        Url = $"http://127.0.0.1:{FreePort.Next()}/";
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Url { get; }

    /// <summary>Everything that came, accepted or not.</summary>
    public IReadOnlyList<Received> All => [.. _received];

    /// <summary>What was answered with 200.</summary>
    public IReadOnlyList<Received> Accepted => [.. _received.Where(one => one.Answered == 200)];

    public static Receiver Start() => new(_ => Task.FromResult(200));

    public static Receiver Start(Func<Received, int> answer) => new(one => Task.FromResult(answer(one)));

    public static Receiver Start(Func<Received, Task<int>> answer) => new(answer);

    /// <summary>Waits until so many different events were accepted.</summary>
    public async Task<IReadOnlyList<Received>> WaitForAsync(int events, int seconds = 30)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        while (Accepted.Select(one => one.Id).Distinct(StringComparer.Ordinal).Count() < events)
        {
            if (patience.IsCancellationRequested)
                Assert.Fail($"{Accepted.Select(
                    one => one.Id).Distinct(StringComparer.Ordinal).Count()} of {events} events came, with {All.Count} requests");
            await Task.Delay(20);
        }
        return Accepted;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                _ = AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            var headers = context.Request.Headers.AllKeys.ToDictionary(
                key => key!, key => context.Request.Headers[key]!, StringComparer.OrdinalIgnoreCase);
            var received = new Received(Interlocked.Increment(ref _count), headers, Encoding.UTF8.GetString(body.ToArray()));
            _received.Enqueue(received);
            var status = await _answer(received);
            received.Answered = status;
            context.Response.StatusCode = status;
            if (received.RetryAfter is { } after)
                context.Response.AddHeader("retry-after", after);
            context.Response.Close();
        }
        catch (Exception error) when (error is HttpListenerException or IOException or ObjectDisposedException)
        {
            // The sender was killed, or the test is over.
        }
    }
}
