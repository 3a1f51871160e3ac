using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using ForceOps.Api.Hosting;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Hosting;

/// <summary>Where the service listens when nobody says where, on both loopbacks, and by which names it is called elsewhere.</summary>
public sealed class ListeningTests(SharedService shared)
{
    [Fact]
    public async Task The_default_is_the_name_for_which_both_loopbacks_listen()
    {
        Assert.Equal("http://localhost:8080", Kestrel.Default);
        var (port, everywhere) = (FreePort.Next(), FreePort.Next());
        var database = await shared.Postgres.CreateDatabaseAsync();
        await using var process = ServiceProcess.Launch(
            [("ConnectionStrings:Ledger", database), RunningService.Distributed(database), ("AllowedHosts", "*.svc.cluster.local")],
            TimeSpan.FromSeconds(60),
            urls: $"{Kestrel.Default.Replace("8080", $"{port}", StringComparison.Ordinal)};http://forceops.example:{everywhere}");
        await process.WaitUntilReadyAsync();
        using var http = new HttpClient();
        string[] hosts = Socket.OSSupportsIPv6 ? ["127.0.0.1", "[::1]", "localhost"] : ["127.0.0.1", "localhost"];
        foreach (var host in hosts)
            Assert.StartsWith("Healthy", await http.GetStringAsync(new Uri($"http://{host}:{port}/health/live")), StringComparison.Ordinal);
        await NamesElsewhereAsync(http, everywhere);
    }

    /// <summary>Elsewhere than on the loopback, as in a container, a name with a point may be one that a page made to lead here.</summary>
    private static async Task NamesElsewhereAsync(HttpClient http, int port)
    {
        var own = NetworkInterface.GetAllNetworkInterfaces().SelectMany(card => card.GetIPProperties().UnicastAddresses)
            .Select(item => item.Address)
            .FirstOrDefault(item => item.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(item));
        if (own is null)
            return;
        (string Host, int Status)[] names =
        [
            ($"{own}", 200), ("forceops", 200), ("forceops:8080", 200), ("FORCEOPS.", 200), ("forceops.localhost", 200), ("localhost", 200),
            ("host.docker.internal:8080", 200), ("forceops.example", 200), ("forceops.default.svc.cluster.local", 200), ("[fd00::2]:80", 200),
            ("evil.example", 403), ("evil.example.:8080", 403), ("x.forceops.example", 403), ("192.0.2.2.evil.example", 403),
            ("evilsvc.cluster.local", 403),
        ];
        foreach (var (host, status) in names)
        {
            foreach (var (path, expected) in ((string, int)[])[("/sandbox/orgs?limit=1", status), ("/health/live", 200)])
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://{own}:{port}{path}"));
                request.Headers.Host = host;
                using var answer = await http.SendAsync(request);
                Assert.True((int)answer.StatusCode == expected, $"{host}{path}: {answer.StatusCode}");
            }
        }
    }
}
