using System.Net;
using System.Net.Sockets;

namespace ForceOps.Torture;

/// <summary>Takes connections on a free port of the loopback until it is disposed, and leaves each of them to whoever serves it.</summary>
internal sealed class LoopbackListener : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _accepting;

    /// <param name="serve">Serves a connection; it ends and disposes it, and throws nothing.</param>
    internal LoopbackListener(Func<Socket, Task> serve)
    {
        _listener.Start();
        _accepting = AcceptAsync(serve);
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    internal string Url => $"http://127.0.0.1:{Port}/";

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
    }

    private async Task AcceptAsync(Func<Socket, Task> serve)
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync();
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return;
            }
            _ = serve(socket);
        }
    }
}
