using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ForceOps.Torture.Overload;

/// <summary>
/// Connections that cost something and bring nothing: idle ones, those that send or read a byte now and then, and dead receivers.
/// </summary>
internal sealed class Nuisance(Uri service, string org) : IDisposable
{
    private static readonly TimeSpan Drip = TimeSpan.FromMilliseconds(200);

    private readonly List<Socket> _sockets = [];
    private readonly List<Socket> _held = [];
    private readonly TcpListener _dead = new(IPAddress.Loopback, 0);
    private readonly List<Task> _running = [];
    private volatile bool _ended;

    internal async Task BeginAsync(int idle, int slow)
    {
        for (var i = 0; i < idle; i++)
            await ConnectAsync();
        for (var i = 0; i < slow; i++)
        {
            _running.Add(WriteSlowlyAsync(await ConnectAsync()));
            _running.Add(ReadSlowlyAsync(await ConnectAsync()));
        }
    }

    /// <summary>The address of a receiver of webhooks that takes every connection and never answers.</summary>
    internal string DeadReceiver()
    {
        if (!_dead.Server.IsBound)
        {
            _dead.Start(512);
            _running.Add(HoldAsync());
        }
        return $"http://127.0.0.1:{((IPEndPoint)_dead.LocalEndpoint).Port}/";
    }

    /// <summary>Ends the idle and slow connections; the receivers stay as dead as they are.</summary>
    internal void EndConnections()
    {
        _ended = true;
        lock (_sockets)
            _sockets.ForEach(socket => socket.Dispose());
    }

    public void Dispose()
    {
        EndConnections();
        _dead.Dispose();
        lock (_held)
            _held.ForEach(socket => socket.Dispose());
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        lock (_sockets)
            _sockets.Add(socket);
        await socket.ConnectAsync(service.Host, service.Port);
        return socket;
    }

    /// <summary>A force, a byte at a time: the server ends it when it comes more slowly than it takes.</summary>
    private async Task WriteSlowlyAsync(Socket socket)
    {
        var body = """{"account_id":1,"amount":1,"processing_code":"090907"}""";
        var bytes = Encoding.ASCII.GetBytes(
            $"POST /payments/v1/payments/force HTTP/1.1\r\nHost: {service.Authority}\r\nx-tenant: {org}\r\nContent-Type: application/json\r\nContent-Length: {body.Length + 4000}\r\n\r\n");
        try
        {
            foreach (var one in bytes.Concat(Encoding.ASCII.GetBytes(body)).Concat(Enumerable.Repeat((byte)' ', 3999)))
            {
                if (_ended)
                    return;
                await socket.SendAsync(new[] { one });
                await Task.Delay(Drip);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // It was thrown out, as it should be.
        }
    }

    /// <summary>Asks for long answers again and again, and reads a few bytes of them now and then.</summary>
    private async Task ReadSlowlyAsync(Socket socket)
    {
        var request = Encoding.ASCII.GetBytes(
            $"GET /sandbox/accounts?limit=1000 HTTP/1.1\r\nHost: {service.Authority}\r\nx-tenant: {org}\r\n\r\n");
        var buffer = new byte[16];
        try
        {
            for (var i = 0; i < 20; i++)
                await socket.SendAsync(request);
            while (!_ended && await socket.ReceiveAsync(buffer) > 0)
                await Task.Delay(Drip);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // It was thrown out, as it should be.
        }
    }

    private async Task HoldAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _dead.AcceptSocketAsync();
                lock (_held)
                    _held.Add(socket);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The run is over.
        }
    }
}
