using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using ForceOps.Api.Http;
using ForceOps.Api.Settings;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Bluefin;

/// <summary>Authenticates a request in strict mode by Basic or HMAC, and checks that its key has a required scope.</summary>
internal sealed class BluefinAuthentication(
    Nonces nonces, TimeProvider clock, IOptions<ForceOpsOptions> options, IOptions<BluefinOptions> bluefin)
{
    private readonly FrozenDictionary<string, BluefinKey> _keys =
        bluefin.Value.Keys.Select(BluefinKey.Of).DistinctBy(key => key.Id, StringComparer.Ordinal)
            .ToFrozenDictionary(key => key.Id, StringComparer.Ordinal);

    /// <summary>Returns the caller's key; null when the request is refused, with the refusal as the reason.</summary>
    internal async ValueTask<(BluefinKey? Key, Refusal Refusal)> CheckAsync(
        HttpContext http, IReadOnlyList<string> scopes, int bodyBytesMax)
    {
        if (!AuthenticationHeaderValue.TryParse(http.Request.Headers.Authorization.ToString(), out var header)
            || header.Parameter is not { } parameter)
            return (null, Refusal.Unauthorized);
        BluefinKey? key = null;
        if (string.Equals(header.Scheme, "Basic", StringComparison.OrdinalIgnoreCase))
        {
            key = OfBasic(parameter);
        }
        else if (string.Equals(header.Scheme, "Hmac", StringComparison.OrdinalIgnoreCase))
        {
            if (await BufferedBody.ReadAsync(http.Request, bodyBytesMax) is not { } body)
                return (null, Refusal.BodyTooLarge);
            key = OfHmac(http, parameter, body.Span);
        }
        if (key is null)
            return (null, Refusal.Unauthorized);
        return key.Scopes.Intersect(scopes, StringComparer.Ordinal).Any() ? (key, default) : (null, Refusal.Forbidden);
    }

    /// <summary>
    /// Returns the org of the key that the request names, without a check of the key's secret; null when the request names no
    /// known key. In open mode, which reads no key, the result is the default org.
    /// </summary>
    internal OrgId? OrgNamedBy(HttpContext http)
    {
        if (options.Value.Mode == ForceOpsMode.Open)
            return OrgId.Default;
        if (!AuthenticationHeaderValue.TryParse(http.Request.Headers.Authorization.ToString(), out var header)
            || header.Parameter is not { } parameter)
            return null;
        var id = string.Equals(header.Scheme, "Basic", StringComparison.OrdinalIgnoreCase)
            ? ReadBasic(parameter).Id
            : HmacCredentials.Parse(parameter)?.Id;
        return id is not null && _keys.TryGetValue(id, out var key) ? key.Org : null;
    }

    private BluefinKey? OfBasic(string parameter) =>
        ReadBasic(parameter) is ({ } id, { } secret) && _keys.TryGetValue(id, out var key) && key.Methods.HasFlag(BluefinMethods.Basic)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(key.Secret))
            ? key
            : null;

    private static (string? Id, string? Secret) ReadBasic(string parameter)
    {
        var bytes = new byte[parameter.Length];
        if (!Convert.TryFromBase64String(parameter, bytes, out var length))
            return (null, null);
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (null, null) : (text[..colon], text[(colon + 1)..]);
    }

    private BluefinKey? OfHmac(HttpContext http, string parameter, ReadOnlySpan<byte> body)
    {
        if (HmacCredentials.Parse(parameter) is not { Time: { } time } credentials || !_keys.TryGetValue(credentials.Id, out var key)
            || !key.Methods.HasFlag(BluefinMethods.Hmac) || (clock.GetUtcNow() - time).Duration() > Nonces.Window)
        {
            return null;
        }
        // The target is taken as it was sent: a decoded path would not be the text that the client signed.
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return credentials.Signs(key.Secret, http.Request.Method, target, body) && nonces.TryUse(key.Id, credentials.Nonce, time)
            ? key
            : null;
    }
}

/// <summary>Holds a key that may call in strict mode.</summary>
internal sealed record BluefinKey(string Id, string Secret, BluefinMethods Methods, IReadOnlyList<string> Scopes, OrgId Org)
{
    internal static BluefinKey Of(BluefinKeyOptions options) =>
        new(options.Id, options.Secret, options.Methods, [.. options.Scopes], OrgId.Parse(options.Tenant));

    /// <summary>Omits the values: the default text of a record would print the secret.</summary>
    public override string ToString() => $"BluefinKey of {Org}";
}

/// <summary>Lists the scopes that allow each operation; one of them is enough.</summary>
internal static class BluefinScopes
{
    private const string All = "pcx:payments:*";
    private const string CardNotPresent = "pcx:payments:card_not_present:*";

    internal static readonly IReadOnlyList<string> Force = [All, CardNotPresent, "pcx:payments:card_not_present:force"];
    internal static readonly IReadOnlyList<string> Refund = [All, "pcx:payments:device:*", CardNotPresent, "pcx:payments:refund"];
    internal static readonly IReadOnlyList<string> Init = [All, "pcx:payments:create"];
    internal static readonly IReadOnlyList<string> Read = [All, "pcx:payments:read"];

    /// <summary>The scopes of the operations that are not emulated.</summary>
    internal static readonly IReadOnlyList<string> Others =
    [
        All, "pcx:payments:device:*", CardNotPresent, "pcx:payments:card_not_present:sale", "pcx:payments:card_not_present:auth",
        "pcx:payments:card_not_present:credit", "pcx:payments:card_not_present:store", "pcx:payments:capture", "pcx:payments:update",
    ];
}

/// <summary>Holds the parameters of an <c>Authorization: Hmac</c> header (api-authentication).</summary>
/// <param name="Id">The id of the key.</param>
/// <param name="Nonce">The nonce, 1 to 256 characters; the key may use it only once within <see cref="Nonces.Window"/>.</param>
/// <param name="Timestamp">The time of the request in Unix seconds, as sent.</param>
/// <param name="Response">The signature in lower-case hex.</param>
internal sealed partial record HmacCredentials(string Id, string Nonce, string Timestamp, string Response)
{
    /// <summary>
    /// The longest nonce, in characters: several times the length of two concatenated UUIDs, which the vendor's plugins send.
    /// </summary>
    private const int NonceLengthMax = 256;

    internal static HmacCredentials? Parse(string parameters)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (Match part in Attribute().Matches(parameters))
            values.TryAdd(part.Groups["name"].Value, part.Groups["value"].Value);
        return values.TryGetValue("id", out var id) && values.TryGetValue("nonce", out var nonce)
            && nonce.Length is > 0 and <= NonceLengthMax
            && values.TryGetValue("timestamp", out var timestamp) && values.TryGetValue("response", out var response)
            ? new HmacCredentials(id, nonce, timestamp, response)
            : null;
    }

    internal DateTimeOffset? Time =>
        long.TryParse(Timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <summary>
    /// Checks that the response is the signature of exactly this request under the key's secret. The check takes the same time,
    /// whichever part of the response is wrong.
    /// </summary>
    internal bool Signs(string secret, string method, string path, ReadOnlySpan<byte> body)
    {
        // Two line feeds stand before the body's hash, because the vendor's form has an empty line there.
        var text = $"{method} {path}\n{Nonce}\n{Timestamp}\n\n{Convert.ToHexStringLower(SHA256.HashData(body))}";
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text)));
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(Response));
    }

    [GeneratedRegex("(?<name>[A-Za-z]+)=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Attribute();
}

/// <summary>
/// Remembers the nonces of the last window, so that no nonce is used twice. The nonces are kept in memory: after a restart an old
/// request may pass once more (decision).
/// </summary>
internal sealed class Nonces(TimeProvider clock)
{
    internal static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<(string Key, string Nonce), DateTimeOffset> _seen = new();
    private long _nextSweep;

    /// <summary>
    /// Records the nonce; false when the key used the nonce before. A nonce is kept as long as the timestamp of its request would
    /// be accepted.
    /// </summary>
    internal bool TryUse(string key, string nonce, DateTimeOffset timestamp)
    {
        var now = clock.GetUtcNow();
        Sweep(now);
        return _seen.TryAdd((key, nonce), (timestamp > now ? timestamp : now) + Window);
    }

    private void Sweep(DateTimeOffset now)
    {
        var due = Volatile.Read(ref _nextSweep);
        if (now.UtcTicks < due || Interlocked.CompareExchange(ref _nextSweep, now.UtcTicks + TimeSpan.TicksPerMinute, due) != due)
            return;
        foreach (var (key, until) in _seen)
        {
            if (until < now)
                _seen.TryRemove(key, out _);
        }
    }
}
