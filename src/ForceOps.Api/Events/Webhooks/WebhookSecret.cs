using System.Security.Cryptography;
using System.Text;

namespace ForceOps.Api.Events.Webhooks;

/// <summary>The key that a webhook's requests are signed with. <c>whsec_</c> and base64, by Standard Webhooks; any other text counts as its own bytes.</summary>
internal static class WebhookSecret
{
    internal const string Prefix = "whsec_";
    internal const int LengthMax = 256;

    /// <summary>Within the 24 to 64 bytes that Standard Webhooks asks for.</summary>
    private const int BytesMade = 32;

    internal static string Make() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(BytesMade));

    /// <summary>Null when the text is no secret.</summary>
    internal static byte[]? BytesOf(string secret)
    {
        if (secret is not { Length: > 0 and <= LengthMax })
            return null;
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal))
            return Encoding.UTF8.GetBytes(secret);
        var bytes = new byte[secret.Length];
        return Convert.TryFromBase64String(secret[Prefix.Length..], bytes, out var length) && length > 0 ? bytes[..length] : null;
    }
}
