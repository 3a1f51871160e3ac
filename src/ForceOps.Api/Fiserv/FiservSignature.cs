using System.Buffers;
using System.Buffers.Text;
using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ForceOps.Api.Http;
using ForceOps.Api.Settings;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Fiserv;

/// <summary>
/// Checks the signature of a request in strict mode. The signature is the Base64 of the HMAC-SHA256 over key, request id,
/// timestamp and body, one after the other (Authentication-Header). A repeated request id is not refused: the repeat gets the
/// first answer.
/// </summary>
internal sealed class FiservSignature(TimeProvider clock, IOptions<ForceOpsOptions> options, IOptions<FiservOptions> fiserv)
{
    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly FrozenDictionary<string, FiservKeyOptions> _keys =
        fiserv.Value.Keys.DistinctBy(key => key.ApiKey, StringComparer.Ordinal).ToFrozenDictionary(
            key => key.ApiKey, StringComparer.Ordinal);

    /// <summary>
    /// Checks the key, the timestamp and the signature of a request; returns the key's org, or the answer that refuses the request.
    /// </summary>
    internal async ValueTask<(OrgId? Org, FiservError? Error)> CheckAsync(HttpContext http, int bodyBytesMax)
    {
        var headers = http.Request.Headers;
        var (requestId, timestamp) = (headers[FiservGate.ClientRequestId].ToString(), headers["Timestamp"].ToString());
        var isHmac = headers["Auth-Token-Type"].ToString() is "" or "HMAC";
        if (!isHmac || requestId.Length == 0 || !_keys.TryGetValue(headers["Api-Key"].ToString(), out var key) || !IsRecent(timestamp))
            return (null, FiservErrors.Of(Refusal.Unauthorized));
        if (await BufferedBody.ReadAsync(http.Request, bodyBytesMax) is not { } body)
            return (null, FiservErrors.Of(Refusal.BodyTooLarge));
        var sent = headers.Authorization.ToString();
        return Signs(key, requestId, timestamp, body.Span, sent)
            ? (OrgId.Parse(key.Tenant), null)
            : (null, FiservErrors.WrongSignature(FormOf(sent)));
    }

    /// <summary>
    /// Says what a wrong signature looks like, since two public clients send the Base64 of the hex digits. It says nothing about
    /// the right one, and repeats nothing of the sent one.
    /// </summary>
    private static string FormOf(string sent)
    {
        const string wanted = "Authorization must be the Base64 of the HMAC-SHA256's 32 bytes, 44 characters";
        if (sent.Length == 0)
            return $"Authorization is missing; {wanted}.";
        if (sent.Length == 2 * HMACSHA256.HashSizeInBytes && sent.All(char.IsAsciiHexDigit))
            return $"hex digits came; {wanted}.";
        if (sent.Contains(' ', StringComparison.Ordinal))
            return $"more than one word came; {wanted}, and nothing else.";
        var bytes = new byte[sent.Length];
        // The framework's reader passes over spaces, which are looked for above.
        if (!Convert.TryFromBase64String(sent, bytes, out var length))
            return $"no Base64 came; {wanted}, and nothing else.";
        if (length == HMACSHA256.HashSizeInBytes)
            return "the form is right and the value is not: it is over Api-Key, Client-Request-Id, Timestamp and the body's exact bytes, in this order.";
        return length == 2 * HMACSHA256.HashSizeInBytes && bytes.AsSpan(0, length).IndexOfAnyExcept(HexDigits) < 0
            ? $"the Base64 of hex digits came, {sent.Length} characters; {wanted}."
            : $"the Base64 of {length} bytes came; {wanted}.";
    }

    /// <summary>
    /// Returns the org of the key that the request names, without checking the signature; null when the key is unknown. In open
    /// mode, where keys are ignored, it returns the default org.
    /// </summary>
    internal OrgId? OrgNamedBy(HttpContext http) => options.Value.Mode == ForceOpsMode.Open
        ? OrgId.Default
        : _keys.TryGetValue(http.Request.Headers["Api-Key"].ToString(), out var key) ? OrgId.Parse(key.Tenant) : null;

    private bool IsRecent(string timestamp) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds < 253_402_300_800_000
        && (clock.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)).Duration() <= Window;

    /// <summary>
    /// Compares a signature with the expected one. The comparison takes the same time whichever part of the signature is wrong.
    /// </summary>
    internal static bool Signs(FiservKeyOptions key, string requestId, string timestamp, ReadOnlySpan<byte> body, string sent)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(key.Secret));
        hmac.AppendData(Encoding.UTF8.GetBytes(key.ApiKey + requestId + timestamp));
        hmac.AppendData(body);
        var expected = Convert.ToBase64String(hmac.GetHashAndReset());
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(sent));
    }
}

/// <summary>
/// Makes the tracking id of a request from the merchant's account and the Client-Request-Id. A Client-Request-Id that is too long
/// for a tracking id is replaced by its hash.
/// </summary>
internal static class FiservKey
{
    /// <summary>
    /// The length of the hash in bytes. 27 bytes are 36 characters of Base64, which fit behind the longest account id. Collisions
    /// of 216 bits do not occur in practice.
    /// </summary>
    private const int HashBytes = 27;

    internal static TrackingId Of(long accountId, string clientRequestId) =>
        TrackingId.TryParse($"{TrackingId.PrefixOf(Channel.Fiserv)}{accountId}:{clientRequestId}", out var key)
            ? key
            : TrackingId.Parse($"{TrackingId.PrefixOf(Channel.Fiserv)}{accountId}#{Base64Url.EncodeToString(
                SHA256.HashData(Encoding.UTF8.GetBytes(clientRequestId)).AsSpan(0, HashBytes))}");
}
