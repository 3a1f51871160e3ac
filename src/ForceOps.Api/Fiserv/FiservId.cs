using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace ForceOps.Api.Fiserv;

/// <summary>
/// The vendor's ids, 32 hex digits, made of the ledger's: half of it a hash, the other half the id in its cover. So an id leads back to
/// its row without a table, and a made-up one leads nowhere. Not a secret: whoever reads this can make one.
/// </summary>
internal static class FiservId
{
    private const string OrderPrefix = "CHG01";

    internal static string Transaction(long id) => Make((byte)'t', id);

    internal static string Order(long id) => OrderPrefix + Make((byte)'o', id);

    internal static string Primary(long id) => Make((byte)'p', id);

    internal static long? TransactionOf(string text) => Read((byte)'t', text);

    internal static long? OrderOf(string text) => text.StartsWith(OrderPrefix, StringComparison.Ordinal) ? Read((byte)'o', text[OrderPrefix.Length..]) : null;

    private static string Make(byte kind, long id)
    {
        var cover = Cover(kind, id);
        return $"{cover:x16}{(ulong)id ^ BinaryPrimitives.ReverseEndianness(cover):x16}";
    }

    private static long? Read(byte kind, string text)
    {
        if (text.Length != 32 || !ulong.TryParse(text.AsSpan(0, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var cover)
            || !ulong.TryParse(text.AsSpan(16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var covered))
        {
            return null;
        }
        var id = covered ^ BinaryPrimitives.ReverseEndianness(cover);
        return id <= long.MaxValue && Cover(kind, (long)id) == cover ? (long)id : null;
    }

    private static ulong Cover(byte kind, long id)
    {
        Span<byte> bytes = stackalloc byte[9];
        bytes[0] = kind;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], id);
        return BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(bytes));
    }
}
