using System.Net;
using System.Net.Sockets;

namespace ForceOps.Api.Events.Webhooks;

/// <summary>Says how far away an address is.</summary>
internal enum ReceiverKind
{
    Public,

    /// <summary>The address is of this machine or of a network around it, or the internet does not lead to it at all.</summary>
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
    private const string Documentation = "an address of documentation";

    private static readonly ReceiverNetwork Elsewhere = new(ReceiverKind.Public, "a public address");

    private static readonly ReceiverNetwork Beyond = new(ReceiverKind.Private, "an address that is not public");

    /// <summary>The addresses of IPv6 that the internet leads to. All others have special purposes, or are not given to anybody.</summary>
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");

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
        Near("192.0.0.0/24", Inside), Near("192.88.99.0/24", Inside), Near("198.18.0.0/15", Inside), Near("fc00::/7", Inside),
        Near("fec0::/10", Inside),
        // A developer's container may have such an address, since nobody else on the internet has it.
        Near("192.0.2.0/24", Documentation), Near("198.51.100.0/24", Documentation), Near("203.0.113.0/24", Documentation),
        Near("2001:db8::/32", Documentation), Near("3fff::/20", Documentation),
        // The block of the IETF's protocols. Teredo is in it, and is read as the addresses that it carries instead.
        Near("2001::/23", Inside),
    ];

    internal static ReceiverNetwork Of(IPAddress address)
    {
        ReceiverNetwork? worst = null;
        foreach (var plain in EmbeddedAddress.In(address))
        {
            if (OfPlain(plain) is var found && (worst is null || found.Kind > worst.Kind))
                worst = found;
        }
        return worst!.Kind == ReceiverKind.Public && !EmbeddedAddress.IsReachedAsIPv4(address) && IsBeyond(address) ? Beyond : worst;
    }

    private static ReceiverNetwork OfPlain(IPAddress plain)
    {
        foreach (var (network, found) in Special)
        {
            if (network.BaseAddress.AddressFamily == plain.AddressFamily && network.Contains(plain))
                return found;
        }
        return Elsewhere;
    }

    private static bool IsBeyond(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 && !Global.Contains(new IPAddress(address.GetAddressBytes()));

    private static (IPNetwork Network, ReceiverNetwork Is) Never(string network, string words) =>
        (IPNetwork.Parse(network), new(ReceiverKind.Never, words));

    private static (IPNetwork Network, ReceiverNetwork Is) Near(string network, string words) =>
        (IPNetwork.Parse(network), new(ReceiverKind.Private, words));
}

/// <summary>Finds the IPv4 addresses inside an IPv6 address that only carries them: a request to it ends at one of them.</summary>
internal static class EmbeddedAddress
{
    /// <summary>Returns the addresses that a request to this address may end at: those inside it, or itself without its zone.</summary>
    internal static IReadOnlyList<IPAddress> In(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return [address];
        var bytes = address.GetAddressBytes();
        return bytes switch
        {
            [0, 0x64, 0xFF, 0x9B, 0, 1, ..] => OfLocalTranslation(bytes),
            // Teredo carries its server and, inverted, its client (RFC 4380).
            [0x20, 0x01, 0, 0, ..] => [At(bytes, 4), new IPAddress([.. bytes[12..].Select(part => (byte)(part ^ 0xFF))])],
            // 6to4 (RFC 3056).
            [0x20, 0x02, ..] => [At(bytes, 2)],
            _ when IsReachedAsIPv4(address) || IsTranslated(bytes) || IsCompatible(bytes) => [At(bytes, 12)],
            _ => [new IPAddress(bytes)],
        };
    }

    /// <summary>Returns true for an address that is mapped (RFC 4291) or translated for everybody (64:ff9b::/96, RFC 6052).</summary>
    internal static bool IsReachedAsIPv4(IPAddress address) => address.IsIPv4MappedToIPv6
        || (address.AddressFamily == AddressFamily.InterNetworkV6 && address.GetAddressBytes() is [0, 0x64, 0xFF, 0x9B, .. var rest]
            && !rest.AsSpan(0, 8).ContainsAnyExcept((byte)0));

    /// <summary>Returns true below ::ffff:0:0:0/96 (SIIT, RFC 2765).</summary>
    private static bool IsTranslated(byte[] bytes) =>
        bytes.AsSpan(8, 4) is [0xFF, 0xFF, 0, 0] && !bytes.AsSpan(0, 8).ContainsAnyExcept((byte)0);

    /// <summary>Returns true below ::/96, but not for the two addresses of IPv6 itself there, :: and ::1.</summary>
    private static bool IsCompatible(byte[] bytes) => !bytes.AsSpan(0, 12).ContainsAnyExcept((byte)0) && bytes is not [.., 0, 0, 0, 0 or 1];

    /// <summary>
    /// Reads an address of a network's own translator (64:ff9b:1::/48, RFC 8215). The IPv4 address stands at the end, or behind the
    /// 48 bits and around byte 8 (RFC 6052 section 2.2), as the network chooses; a place that is empty has none.
    /// </summary>
    private static IReadOnlyList<IPAddress> OfLocalTranslation(byte[] bytes)
    {
        byte[][] places = [[bytes[6], bytes[7], bytes[9], bytes[10]], bytes[12..]];
        var found = places.Where(place => place.AsSpan().ContainsAnyExcept((byte)0)).Select(place => new IPAddress(place)).ToList();
        return found.Count > 0 ? found : [new IPAddress(bytes)];
    }

    private static IPAddress At(byte[] bytes, int start) => new(bytes.AsSpan(start, 4));
}
