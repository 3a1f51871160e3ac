using System.Net;
using System.Net.Sockets;

namespace ForceOps.Torture.Fuzz;

/// <summary>Where webhooks may go: it answers each third one with an error, and keeps nothing.</summary>
internal sealed class EventSink : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private int _count;

    internal EventSink()
    {
        _listener.Start();
        Url = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/events/";
        _ = AcceptAsync();
    }

    internal string Url { get; }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = AnswerAsync(await _listener.AcceptSocketAsync());
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The run is over.
        }
    }

    private async Task AnswerAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                await socket.ReceiveAsync(new byte[65536]);
                var status = Interlocked.Increment(ref _count) % 3 == 0 ? "500 No" : "204 Yes";
                await socket.SendAsync(System.Text.Encoding.ASCII.GetBytes(
                    $"HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"));
                socket.Shutdown(SocketShutdown.Send);
            }
            catch (SocketException)
            {
                // The service hung up.
            }
        }
    }
}
