using System.Security.Cryptography;
using System.Text;
using ForceOps.Postgres;

namespace ForceOps.Api.Events.Rendering;

/// <summary>
/// Ids of events, derived from what they tell of, so that every process and every try gives an event the same one. Version 8 of
/// RFC 9562, which is for hashes of one's own: the first 16 bytes of a SHA-256.
/// </summary>
internal static class EventIds
{
    internal static Guid Of(LedgerEvent one) => one.Kind == EventKind.BalanceChanged
        ? Derive($"{one.Org}/change_available/{one.Cursor.AuthorizationId}/{one.Movement!.Id}")
        : Derive($"{one.Org}/authorization/{one.Cursor.AuthorizationId}");

    /// <summary>The id of a change of the balance itself, which the authorization's event and the balance's event both name.</summary>
    internal static Guid OfChange(LedgerEvent one) => Derive($"{one.Org}/change/{one.Cursor.AuthorizationId}/{one.Movement!.Id}");

    private static Guid Derive(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
