using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ForceOps.Torture.Crash;

/// <summary>Where a connection breaks around a COMMIT.</summary>
internal enum Cut
{
    None,
    /// <summary>The database never sees the COMMIT.</summary>
    Before,
    /// <summary>The database gets the COMMIT, and the service's connection is gone.</summary>
    After,
    /// <summary>The database commits, and its answer vanishes while the connection stays open.</summary>
    AnswerVanishes,
    /// <summary>The database commits, and the first half of its answer arrives.</summary>
    HalfAnAnswer,
}

/// <summary>
/// The network between the service and PostgreSQL, as a port of the loopback that forwards bytes and cuts connections when it is told.
/// </summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly LoopbackListener _listener;
    private readonly ConcurrentDictionary<ProxiedConnection, bool> _connections = new();
    private readonly Func<EndPoint> _database;
    private int _armed;

    internal TcpProxy(Func<EndPoint> database)
    {
        _database = database;
        _listener = new LoopbackListener(ServeAsync);
    }

    internal int Port => _listener.Port;

    /// <summary>Lets the next COMMIT of any connection meet its fate; false when none came in the time.</summary>
    internal async Task<bool> CutAsync(Cut cut, TimeSpan patience)
    {
        Volatile.Write(ref _armed, (int)cut);
        using var end = new CancellationTokenSource(patience);
        while (Volatile.Read(ref _armed) != (int)Cut.None && !end.IsCancellationRequested)
            await Task.Delay(5, CancellationToken.None);
        return Interlocked.Exchange(ref _armed, (int)Cut.None) == (int)Cut.None;
    }

    /// <summary>Whoever sends a COMMIT takes the cut that is waiting for one.</summary>
    internal Cut Take() => (Cut)Interlocked.Exchange(ref _armed, (int)Cut.None);

    internal void CutAll()
    {
        foreach (var connection in _connections.Keys)
            connection.Close();
    }

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        CutAll();
    }

    private async Task ServeAsync(Socket client)
    {
        using (client)
        using (var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            try
            {
                await server.ConnectAsync(_database());
            }
            catch (SocketException)
            {
                // The database is down: the caller's connection ends without a byte.
                return;
            }
            client.NoDelay = true;
            var connection = new ProxiedConnection(this, client, server);
            _connections[connection] = true;
            await connection.RunAsync();
            _connections.TryRemove(connection, out _);
        }
    }
}

/// <summary>One connection of the service to the database, with both of its directions.</summary>
internal sealed class ProxiedConnection(TcpProxy proxy, Socket client, Socket server)
{
    // Longer than the answer timeout that the service is given here, so that the service must end the wait by itself.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    private readonly FrontendMessages _messages = new();
    private volatile int _fate;

    internal async Task RunAsync()
    {
        await Task.WhenAny(ForwardAsync(), AnswerAsync());
        Close();
    }

    internal void Close()
    {
        client.Close();
        server.Close();
    }

    private async Task ForwardAsync()
    {
        var buffer = new byte[32768];
        try
        {
            while (await client.ReceiveAsync(buffer) is > 0 and var count)
            {
                _messages.Add(buffer.AsSpan(0, count));
                while (_messages.TryTake(out var message, out var commits))
                {
                    var cut = commits ? proxy.Take() : Cut.None;
                    if (cut == Cut.Before)
                        return;
                    if (cut != Cut.None)
                        _fate = (int)cut;
                    await SendAsync(server, message);
                    if (cut == Cut.After)
                        _ = EndSoonAsync();
                }
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // One of the two has ended.
        }
    }

    private async Task AnswerAsync()
    {
        var buffer = new byte[32768];
        try
        {
            while (await server.ReceiveAsync(buffer) is > 0 and var count)
            {
                switch ((Cut)_fate)
                {
                    case Cut.None or Cut.Before:
                        await SendAsync(client, buffer.AsMemory(0, count));
                        break;
                    case Cut.After:
                        return;
                    case Cut.AnswerVanishes:
                        await Task.Delay(Silence);
                        return;
                    case Cut.HalfAnAnswer:
                        await SendAsync(client, buffer.AsMemory(0, count / 2));
                        return;
                }
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // One of the two has ended.
        }
    }

    /// <summary>
    /// The rest of what was sent with the COMMIT still reaches the database: its Sync, without which nothing is carried out.
    /// </summary>
    private async Task EndSoonAsync()
    {
        await Task.Delay(20);
        client.Close();
    }

    private static async Task SendAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[await socket.SendAsync(bytes)..];
    }
}
