using System.Net.Sockets;
using System.Text;

namespace ForceOps.Torture.Overload;

/// <summary>
/// Connections that cost something and bring nothing: idle ones, those that send or read a byte now and then, and dead receivers.
/// </summary>
internal sealed class Nuisance : IAsyncDisposable
{
    private static readonly TimeSpan Drip = TimeSpan.FromMilliseconds(200);

    private readonly List<Socket> _sockets = [];
    private readonly List<Socket> _held = [];
    private readonly Uri _service;
    private readonly string _org;
    private readonly LoopbackListener _dead;
    private volatile bool _ended;

    internal Nuisance(Uri service, string org)
    {
        (_service, _org) = (service, org);
        _dead = new LoopbackListener(Hold);
    }

    /// <summary>The address of a receiver of webhooks that takes every connection and never answers.</summary>
    internal string DeadReceiver => _dead.Url;

    internal async Task BeginAsync(int idle, int slow)
    {
        for (var i = 0; i < idle; i++)
            await ConnectAsync();
        for (var i = 0; i < slow; i++)
        {
            _ = WriteSlowlyAsync(await ConnectAsync());
            _ = ReadSlowlyAsync(await ConnectAsync());
        }
    }

    public async ValueTask DisposeAsync()
    {
        _ended = true;
        lock (_sockets)
            _sockets.ForEach(socket => socket.Dispose());
        await _dead.DisposeAsync();
        lock (_held)
            _held.ForEach(socket => socket.Dispose());
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        lock (_sockets)
            _sockets.Add(socket);
        await socket.ConnectAsync(_service.Host, _service.Port);
        return socket;
    }

    /// <summary>A force, a byte at a time: the server ends it when it comes more slowly than it takes.</summary>
    private async Task WriteSlowlyAsync(Socket socket)
    {
        var body = """{"account_id":1,"amount":1,"processing_code":"090907"}""";
        var bytes = Encoding.ASCII.GetBytes(
            $"POST /payments/v1/payments/force HTTP/1.1\r\nHost: {_service.Authority}\r\nx-tenant: {_org}\r\nContent-Type: application/json\r\nContent-Length: {body.Length + 4000}\r\n\r\n");
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
            $"GET /sandbox/accounts?limit=1000 HTTP/1.1\r\nHost: {_service.Authority}\r\nx-tenant: {_org}\r\n\r\n");
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

    private Task Hold(Socket socket)
    {
        lock (_held)
            _held.Add(socket);
        return Task.CompletedTask;
    }
}
