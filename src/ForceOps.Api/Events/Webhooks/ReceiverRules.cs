using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using ForceOps.Api.Settings;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Events.Webhooks;

/// <summary>
/// Decides to which addresses webhooks may be sent. Whoever sets up a webhook makes the service send requests, so an address is
/// checked when it is put, and again when a connection is opened: a name may resolve to another address by then.
/// </summary>
internal sealed class ReceiverRules(IOptions<ForceOpsOptions> options, IServer server)
{
    /// <summary>
    /// The time for the resolution of a name when a webhook is put. A name that is not known by then is accepted, because its
    /// receiver may start later, and the delivery checks it.
    /// </summary>
    private static readonly TimeSpan Resolution = TimeSpan.FromSeconds(1);

    private readonly WebhookReceivers _allowed = options.Value.Webhooks.Receivers
        ?? (options.Value.Mode == ForceOpsMode.Strict ? WebhookReceivers.PublicHttps : WebhookReceivers.Any);

    /// <summary>Returns the reason why the address is refused, as far as its text shows one; null when the text shows none.</summary>
    internal string? Refuse(string address)
    {
        if (WebhookUrl.Parse(address, out var wrong) is not { } url)
            return wrong;
        if (_allowed == WebhookReceivers.PublicHttps && url.Scheme is not "https")
            return "must be an https address (ForceOps:Webhooks:Receivers)";
        return LiteralOf(url.IdnHost) is { } literal ? Refuse(literal, url.Port) : null;
    }

    /// <summary>Returns the reason why the address is refused, after a look at what its name resolves to.</summary>
    internal async Task<string?> RefuseAsync(string address)
    {
        if (Refuse(address) is { } refused)
            return refused;
        var url = new Uri(address);
        try
        {
            using var deadline = new CancellationTokenSource(Resolution);
            return RefuseAll(await ResolveAsync(url.IdnHost, deadline.Token), url.Port);
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Opens the connection of a delivery, to the addresses that are allowed only.</summary>
    /// <exception cref="ReceiverRefusedException">No address of the receiver is allowed.</exception>
    internal async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var port = context.DnsEndPoint.Port;
        var addresses = await ResolveAsync(context.DnsEndPoint.Host, cancel);
        if (RefuseAll(addresses, port) is { } refused)
            throw new ReceiverRefusedException(refused);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync([.. addresses.Where(address => Refuse(address, port) is null)], port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static IPAddress? LiteralOf(string host)
    {
        var name = host.AsSpan().TrimEnd('.');
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            ? IPAddress.Loopback
            : IPAddress.TryParse(name, out var literal) ? literal : null;
    }

    private static async ValueTask<IPAddress[]> ResolveAsync(string host, CancellationToken cancel) =>
        IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancel);

    private string? RefuseAll(IPAddress[] addresses, int port)
    {
        string? refused = null;
        foreach (var address in addresses)
        {
            if (Refuse(address, port) is not { } reason)
                return null;
            refused ??= reason;
        }
        return refused;
    }

    private string? Refuse(IPAddress address, int port)
    {
        var network = ReceiverNetwork.Of(address);
        if (network.Kind == ReceiverKind.Never)
            return $"must not lead to {network.Words}";
        if (EmbeddedAddress.In(address).Any(plain => IsOwn(plain, port)))
            return "must not lead to ForceOps itself";
        return _allowed == WebhookReceivers.Any || network.Kind == ReceiverKind.Public
            ? null
            : $"must not lead to {network.Words} (ForceOps:Webhooks:Receivers)";
    }

    private bool IsOwn(IPAddress address, int port)
    {
        var own = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        if (!own.Any(listening => BindingAddress.Parse(listening).Port == port))
            return false;
        return IPAddress.IsLoopback(address) || IsOfThisMachine(address);
    }

    private static bool IsOfThisMachine(IPAddress address)
    {
        try
        {
            return NetworkInterface.GetAllNetworkInterfaces()
                .SelectMany(card => card.GetIPProperties().UnicastAddresses).Any(item => item.Address.Equals(address));
        }
        catch (Exception error) when (error is NetworkInformationException or PlatformNotSupportedException or IOException
            or UnauthorizedAccessException)
        {
            // A container may hide its network cards. The loopback is known without them.
            return false;
        }
    }
}

/// <summary>Reads the address of a receiver from its text.</summary>
internal static class WebhookUrl
{
    /// <summary>The longest address, in characters; browsers accept addresses of this length.</summary>
    internal const int LengthMax = 2000;

    /// <summary>The longest name of a host, in the letters of name servers (RFC 1035), and the longest part between two points.</summary>
    private const int HostLengthMax = 253;
    private const int LabelLengthMax = 63;

    /// <summary>Returns the address; null when the text is not one, with the rule that it broke.</summary>
    internal static Uri? Parse(string? text, out string? wrong)
    {
        wrong = $"must be an http or https address of at most {LengthMax} characters";
        if (text is null || text.Length > LengthMax || !Uri.TryCreate(text, UriKind.Absolute, out var url))
            return null;
        if (url.Scheme is not ("http" or "https"))
            return null;
        wrong = text.Any(char.IsControl) ? "must not hold control characters"
            // They would stand in the journal and in lists, and no request sends them.
            : url.UserInfo.Length > 0 ? "must not hold a user name or a password"
            : !HasHost(url) ? $"must name a host of at most {HostLengthMax} characters, with at most {LabelLengthMax} between two points"
            : null;
        return wrong is null ? url : null;
    }

    /// <summary>Returns true for a host that a name server can be asked for. The framework throws at any other one.</summary>
    private static bool HasHost(Uri url)
    {
        try
        {
            var name = url.IdnHost.EndsWith('.') ? url.IdnHost[..^1] : url.IdnHost;
            return name.Length is > 0 and <= HostLengthMax && name.All(char.IsAscii)
                && name.Split('.').All(label => label.Length is > 0 and <= LabelLengthMax);
        }
        // The letters of another language may be none that a name can have.
        catch (Exception error) when (error is UriFormatException or ArgumentException)
        {
            return false;
        }
    }
}

/// <summary>Reports that a receiver's name resolves to no address that is allowed.</summary>
internal sealed class ReceiverRefusedException(string reason) : Exception(reason);
