using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ForceOps.Api.Fiserv;

/// <summary>The tracking id of a request: its Client-Request-Id, of its merchant; a hash of it when it is too long.</summary>
internal static class FiservKey
{
    private const string Prefix = "fiserv:";

    /// <summary>27 bytes are 36 characters, which fit behind the longest account id; 216 bits collide for nobody.</summary>
    private const int HashBytes = 27;

    internal static TrackingId Of(long accountId, string clientRequestId) =>
        TrackingId.TryParse($"{Prefix}{accountId}:{clientRequestId}", out var key)
            ? key
            : TrackingId.Parse($"{Prefix}{accountId}#{Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(clientRequestId)).AsSpan(0, HashBytes))}");
}
