using System.Net;
using System.Net.Sockets;

namespace ForceOps.Api.Events.Webhooks;

/// <summary>Says how far away an address is.</summary>
internal enum ReceiverKind
{
    Public,
    Private,

    /// <summary>No receiver of events can have the address, and something else that must not get requests may have it.</summary>
    Never,
}

/// <summary>Holds the network of an address.</summary>
/// <param name="Kind">The kind of the network.</param>
/// <param name="Words">The network's name in messages.</param>
internal sealed record ReceiverNetwork(ReceiverKind Kind, string Words)
{
    private const string Unspecified = "an unspecified address";
    private const string LinkLocal = "a link-local address";
    private const string Metadata = "a cloud's metadata service";
    private const string Multicast = "a multicast or reserved address";
    private const string Loopback = "the loopback";
    private const string Inside = "a private network";

    private static readonly ReceiverNetwork Elsewhere = new(ReceiverKind.Public, "a public address");

    /// <summary>The networks of the registries of special-purpose addresses (RFC 6890) that matter here; the first match counts.</summary>
    private static readonly (IPNetwork Network, ReceiverNetwork Is)[] Special =
    [
        Never("0.0.0.0/8", Unspecified), Never("::/128", Unspecified),
        // AWS and others on link-local; Azure, Alibaba and Oracle on addresses of their own; AWS and Google by IPv6.
        Never("169.254.169.254/32", Metadata), Never("168.63.129.16/32", Metadata), Never("100.100.100.200/32", Metadata),
        Never("192.0.0.192/32", Metadata), Never("fd00:ec2::254/128", Metadata), Never("fd20:ce::254/128", Metadata),
        Never("169.254.0.0/16", LinkLocal), Never("fe80::/10", LinkLocal),
        Never("224.0.0.0/4", Multicast), Never("240.0.0.0/4", Multicast), Never("ff00::/8", Multicast),
        Near("127.0.0.0/8", Loopback), Near("::1/128", Loopback),
        Near("10.0.0.0/8", Inside), Near("172.16.0.0/12", Inside), Near("192.168.0.0/16", Inside), Near("100.64.0.0/10", Inside),
        Near("192.0.0.0/24", Inside), Near("198.18.0.0/15", Inside), Near("fc00::/7", Inside), Near("fec0::/10", Inside),
    ];

    internal static ReceiverNetwork Of(IPAddress address)
    {
        var plain = Plain(address);
        foreach (var (network, found) in Special)
        {
            if (network.BaseAddress.AddressFamily == plain.AddressFamily && network.Contains(plain))
                return found;
        }
        return Elsewhere;
    }

    /// <summary>
    /// Returns the IPv4 address inside an IPv6 address that only carries one: mapped, compatible, translated (NAT64) or tunnelled
    /// (6to4). Any other address is returned without its zone.
    /// </summary>
    internal static IPAddress Plain(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        if (address.IsIPv4MappedToIPv6 || IsTranslated(bytes) || IsCompatible(bytes))
            return new IPAddress(bytes.AsSpan(12));
        return bytes is [0x20, 0x02, ..] ? new IPAddress(bytes.AsSpan(2, 4)) : new IPAddress(bytes);
    }

    /// <summary>Returns true below 64:ff9b::/96 (RFC 6052).</summary>
    private static bool IsTranslated(byte[] bytes) => bytes is [0, 0x64, 0xFF, 0x9B, ..] && !bytes.AsSpan(4, 8).ContainsAnyExcept((byte)0);

    /// <summary>Returns true below ::/96, but not for the two addresses of IPv6 itself there, :: and ::1.</summary>
    private static bool IsCompatible(byte[] bytes) => !bytes.AsSpan(0, 12).ContainsAnyExcept((byte)0) && bytes is not [.., 0, 0, 0, 0 or 1];

    private static (IPNetwork Network, ReceiverNetwork Is) Never(string network, string words) =>
        (IPNetwork.Parse(network), new(ReceiverKind.Never, words));

    private static (IPNetwork Network, ReceiverNetwork Is) Near(string network, string words) =>
        (IPNetwork.Parse(network), new(ReceiverKind.Private, words));
}
