using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace ForceOps.Torture.Crash;

/// <summary>
/// A receiver of webhooks that fails a third of the tries while it is moody, and remembers what it accepted. It speaks HTTP over plain
/// sockets, since the framework's listener cannot end a connection without an answer: its Abort sends a 200.
/// </summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private static readonly byte[] Ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray();
    private static readonly byte[] Busy = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"u8.ToArray();

    private readonly LoopbackListener _listener;
    private readonly ConcurrentDictionary<string, bool> _accepted = new(StringComparer.Ordinal);
    private int _count;

    internal WebhookReceiver() => _listener = new LoopbackListener(ServeAsync);

    internal string Url => _listener.Url;

    internal bool IsMoody { get; set; } = true;

    /// <summary>The tracking ids of the events that it took.</summary>
    internal IReadOnlySet<string> Accepted => _accepted.Keys.ToHashSet(StringComparer.Ordinal);

    internal bool HasAll(IEnumerable<string> trackingIds) => trackingIds.All(_accepted.ContainsKey);

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task ServeAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        try
        {
            while (await ReadAsync(reader) is { } body)
            {
                switch (IsMoody ? Interlocked.Increment(ref _count) % 9 : 0)
                {
                    case 1:
                        return;
                    case 4:
                        await stream.WriteAsync(Busy);
                        continue;
                    case 7:
                        // It has the event, and its answer is lost: the event comes again.
                        Accept(body);
                        return;
                    default:
                        Accept(body);
                        await stream.WriteAsync(Ok);
                        continue;
                }
            }
        }
        catch (Exception error) when (error is IOException or SocketException or JsonException)
        {
            // The service died while it sent.
        }
    }

    /// <summary>The body of the next request; null when the connection has ended.</summary>
    private static async Task<string?> ReadAsync(StreamReader reader)
    {
        var length = 0;
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                length = int.Parse(line["Content-Length:".Length..]);
            if (line.Length > 0)
                continue;
            // Latin-1 has a character for each byte.
            var body = new char[length];
            return await reader.ReadBlockAsync(body) == length ? new string(body) : null;
        }
        return null;
    }

    private void Accept(string body)
    {
        using var json = JsonDocument.Parse(body);
        _accepted[json.RootElement.GetProperty("data").GetProperty("tracking_id").GetString()!] = true;
    }
}
