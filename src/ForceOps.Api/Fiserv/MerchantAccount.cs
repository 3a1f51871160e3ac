using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ForceOps.Api.Fiserv;

/// <summary>
/// The account of a merchant id. A positive 63-bit number without leading zeros is the account's id. Any other text becomes the first
/// eight bytes of its SHA-256 with the two highest bits set to 01: from 2^62 on, where nobody numbers accounts by hand.
/// </summary>
internal static class MerchantAccount
{
    internal static long Of(string merchantId)
    {
        if (merchantId[0] != '0' && long.TryParse(merchantId, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        var hash = BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(merchantId)));
        return (hash & 0x3FFF_FFFF_FFFF_FFFF) | 0x4000_0000_0000_0000;
    }
}
