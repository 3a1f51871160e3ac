using System.Net;
using System.Net.Sockets;

namespace ForceOps.Api.Tests.Service;

/// <summary>Finds a port of the loopback for a program that must be told its port.</summary>
internal static class FreePort
{
    /// <summary>Returns a port that was free a moment ago.</summary>
    internal static int Next()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
