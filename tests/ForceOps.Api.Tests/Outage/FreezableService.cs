using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using ForceOps.Api.Tests.Service;
using Npgsql;

namespace ForceOps.Api.Tests.Outage;

/// <summary>
/// A service on a PostgreSQL that tests freeze, over a wire that tests cut. The database counts as away after eight seconds: on a machine
/// that is busy enough, a healthy one is silent for some seconds too.
/// </summary>
[CollectionDefinition(Name)]
public sealed class FreezableService : IAsyncLifetime, ICollectionFixture<FreezableService>
{
    public const string Name = "freezable service";

    internal static readonly (string, string) Soon = ("ForceOps:Ledger:AnswerTimeout", "00:00:08");

    public RunningService Service { get; private set; } = null!;

    internal OwnPostgres Postgres { get; private set; } = null!;

    internal Wire Wire { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Postgres = await OwnPostgres.StartAsync();
        Wire = Wire.To(Postgres.ConnectionString);
        Service = await RunningService.StartProcessAsync(
            Wire.ConnectionString, Soon, ("ForceOps:Events:Heartbeat", "00:00:00.500"), ("ForceOps:Ledger:LockTimeout", "00:00:00.500"));
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await Wire.DisposeAsync();
        await Postgres.DisposeAsync();
    }

    /// <summary>Freezes the server for as long as the test's part runs, and waits until the service is ready again.</summary>
    internal async Task WhileFrozenAsync(Func<Task> part)
    {
        Postgres.Freeze();
        try
        {
            await part();
        }
        finally
        {
            Postgres.Thaw();
        }
        await using var tenant = Service.NewTenant();
        await tenant.WaitUntilReadyAsync();
    }
}

/// <summary>The network between a service and its PostgreSQL: TCP on one side, whatever the server listens on on the other.</summary>
internal sealed class Wire : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly EndPoint _server;
    private readonly Task _accepting;
    private readonly ConcurrentDictionary<Socket, bool> _clients = new();
    private volatile int _cuts;
    private volatile bool _isCut;

    private Wire(NpgsqlConnectionStringBuilder server)
    {
        _server = server.Host!.StartsWith('/')
            ? new UnixDomainSocketEndPoint($"{server.Host}/.s.PGSQL.{server.Port}")
            : new DnsEndPoint(server.Host, server.Port);
        _listener.Start();
        (server.Host, server.Port) = ("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);
        ConnectionString = server.ConnectionString;
        _accepting = AcceptAsync();
    }

    internal string ConnectionString { get; }

    internal static Wire To(string connectionString) => new(new NpgsqlConnectionStringBuilder(connectionString));

    /// <summary>From now on nothing goes through, and nobody is told: connections stay open, for ever.</summary>
    internal void Cut()
    {
        _cuts++;
        _isCut = true;
    }

    /// <summary>
    /// Ends every connection for the client only: the server goes on with what it was sent, and does not learn that nobody listens.
    /// </summary>
    internal void Drop()
    {
        foreach (var client in _clients.Keys)
        {
            _clients[client] = true;
            client.Close();
        }
    }

    /// <summary>New connections go through again. Those from before do not, as behind a firewall that has forgotten them.</summary>
    internal void Mend() => _isCut = false;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
            _ = CarryAsync(await _listener.AcceptSocketAsync(_end.Token));
    }

    private async Task CarryAsync(Socket client)
    {
        var cuts = _isCut ? -1 : _cuts;
        using (client)
        using (var server = _server is DnsEndPoint
            ? new Socket(SocketType.Stream, ProtocolType.Tcp)
            : new Socket(_server.AddressFamily, SocketType.Stream, ProtocolType.Unspecified))
        {
            try
            {
                await server.ConnectAsync(_server, _end.Token);
                _clients[client] = false;
                await Task.WhenAny(CopyAsync(client, server, cuts), CopyAsync(server, client, cuts));
                if (_clients[client])
                    await Task.Delay(Timeout.Infinite, _end.Token);
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException)
            {
                // One side is gone, and so is the other.
            }
            finally
            {
                _clients.TryRemove(client, out _);
            }
        }
    }

    private async Task CopyAsync(Socket from, Socket to, int cuts)
    {
        var bytes = new byte[16 * 1024];
        while (await from.ReceiveAsync(bytes, _end.Token) is var count and > 0)
        {
            if (cuts != _cuts)
                await Task.Delay(Timeout.Infinite, _end.Token);
            for (var sent = 0; sent < count;)
                sent += await to.SendAsync(bytes.AsMemory(sent, count - sent), _end.Token);
        }
    }
}
