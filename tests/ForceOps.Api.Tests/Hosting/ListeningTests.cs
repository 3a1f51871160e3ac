using System.Net;
using System.Net.Sockets;
using ForceOps.Api.Hosting;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Hosting;

/// <summary>Where the service listens when nobody says where: on both loopbacks.</summary>
public sealed class ListeningTests(SharedService shared)
{
    [Fact]
    public async Task The_default_is_the_name_for_which_both_loopbacks_listen()
    {
        Assert.Equal("http://localhost:8080", Kestrel.Default);
        var port = FreePort();
        await using var process = ServiceProcess.Launch(
            [("ConnectionStrings:Ledger", await shared.Postgres.CreateDatabaseAsync())], TimeSpan.FromSeconds(60),
            urls: Kestrel.Default.Replace("8080", $"{port}", StringComparison.Ordinal));
        await process.WaitUntilReadyAsync();
        using var http = new HttpClient();
        string[] hosts = Socket.OSSupportsIPv6 ? ["127.0.0.1", "[::1]", "localhost"] : ["127.0.0.1", "localhost"];
        foreach (var host in hosts)
            Assert.StartsWith("Healthy", await http.GetStringAsync(new Uri($"http://{host}:{port}/health/live")), StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
