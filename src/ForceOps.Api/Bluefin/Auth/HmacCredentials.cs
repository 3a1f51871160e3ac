using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ForceOps.Api.Bluefin.Auth;

/// <summary>An <c>Authorization: Hmac</c> header (api-authentication).</summary>
/// <param name="Id">The key's.</param>
/// <param name="Nonce">Used once within the window.</param>
/// <param name="Timestamp">Unix seconds, as sent.</param>
/// <param name="Response">Lower-case hex.</param>
internal sealed partial record HmacCredentials(string Id, string Nonce, string Timestamp, string Response)
{
    /// <summary>Long enough for two UUIDs glued together, as the vendor's plugins send, several times over.</summary>
    private const int NonceLengthMax = 256;

    internal static HmacCredentials? Parse(string parameters)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (Match part in Attribute().Matches(parameters))
            values.TryAdd(part.Groups["name"].Value, part.Groups["value"].Value);
        return values.TryGetValue("id", out var id) && values.TryGetValue("nonce", out var nonce) && nonce.Length is > 0 and <= NonceLengthMax
            && values.TryGetValue("timestamp", out var timestamp) && values.TryGetValue("response", out var response)
            ? new HmacCredentials(id, nonce, timestamp, response)
            : null;
    }

    internal DateTimeOffset? Time =>
        long.TryParse(Timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <summary>Whether the response is the key's over exactly this request. Takes the same time whatever part of it is wrong.</summary>
    internal bool Signs(string secret, string method, string path, ReadOnlySpan<byte> body)
    {
        // Two line feeds before the body's hash: the vendor's form has an empty line there.
        var text = $"{method} {path}\n{Nonce}\n{Timestamp}\n\n{Convert.ToHexStringLower(SHA256.HashData(body))}";
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text)));
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(Response));
    }

    [GeneratedRegex("(?<name>[A-Za-z]+)=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Attribute();
}
