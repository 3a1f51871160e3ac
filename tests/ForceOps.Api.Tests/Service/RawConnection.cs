using System.Net.Sockets;
using System.Text;

namespace ForceOps.Api.Tests.Service;

/// <summary>HTTP as bytes, for what a well-behaved client cannot send.</summary>
internal static class RawConnection
{
    /// <summary>Sends the bytes and reads until the service closes; the request must say <c>connection: close</c> or be broken.</summary>
    internal static async Task<string> ExchangeAsync(Uri url, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(url.Host, url.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request.ReplaceLineEndings("\r\n")));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await reader.ReadToEndAsync(patience.Token);
    }
}
