using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;

namespace ForceOps.Benchmarks;

/// <summary>
/// One kept-open HTTP/1.1 connection that sends a request and waits for its answer. HttpClient would take more of the machine than
/// the service that is measured on it.
/// </summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket;
    // A page of fifty movements is some 20 kB.
    private readonly byte[] _buffer = new byte[64 * 1024];

    private RawConnection(Socket socket) => _socket = socket;

    internal static async Task<RawConnection> OpenAsync(IPEndPoint server, CancellationToken stop)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(server, stop);
            return new RawConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The status of the answer, once all of it has come.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))] // Next to nothing is allocated for a request: see ForceRequests.
    internal async ValueTask<int> SendAsync(ReadOnlyMemory<byte> request, CancellationToken stop)
    {
        for (var sent = 0; sent < request.Length;)
            sent += await _socket.SendAsync(request[sent..], SocketFlags.None, stop);
        for (var filled = 0; ;)
        {
            var received = await _socket.ReceiveAsync(_buffer.AsMemory(filled), SocketFlags.None, stop);
            if (received == 0)
                throw new BenchmarkException("The service closed a connection, or answered with more than any answer here can be.");
            filled += received;
            if (IsWhole(_buffer.AsSpan(0, filled)))
                return Status(_buffer.AsSpan(0, filled));
        }
    }

    internal ValueTask<int> GetAsync(string path, CancellationToken stop) =>
        SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"), stop);

    public void Dispose() => _socket.Dispose();

    // "HTTP/1.1 201 Created"
    private static int Status(ReadOnlySpan<byte> answer) =>
        Utf8Parser.TryParse(answer[9..12], out int status, out _)
            ? status
            : throw new BenchmarkException("The service does not speak HTTP/1.1.");

    /// <summary>There is one answer on the way at a time, so the end of its body is the end of what was received.</summary>
    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;
        var head = answer[..(end + 2)];
        var body = answer[(end + 4)..];
        var length = head.IndexOf("\r\nContent-Length: "u8);
        if (length < 0)
            return body.EndsWith("\r\n0\r\n\r\n"u8);
        return Utf8Parser.TryParse(head[(length + "\r\nContent-Length: "u8.Length)..], out int bytes, out _) && body.Length >= bytes;
    }
}
