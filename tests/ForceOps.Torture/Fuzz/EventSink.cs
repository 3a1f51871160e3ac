using System.Net.Sockets;

namespace ForceOps.Torture.Fuzz;

/// <summary>Where webhooks may go: it answers each third one with an error, and keeps nothing.</summary>
internal sealed class EventSink : IAsyncDisposable
{
    private readonly LoopbackListener _listener;
    private int _count;

    internal EventSink() => _listener = new LoopbackListener(AnswerAsync);

    internal string Url => $"{_listener.Url}events/";

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

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
