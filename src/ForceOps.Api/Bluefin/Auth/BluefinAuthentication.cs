using System.Collections.Frozen;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using ForceOps.Api.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Bluefin.Auth;

/// <summary>Whether a request may pass in strict mode: Basic or HMAC, and a scope.</summary>
internal sealed class BluefinAuthentication(Nonces nonces, TimeProvider clock, IOptions<ForceOpsOptions> options)
{
    private readonly FrozenDictionary<string, BluefinKey> _keys =
        options.Value.Bluefin.Keys.Select(BluefinKey.Of).DistinctBy(key => key.Id, StringComparer.Ordinal)
            .ToFrozenDictionary(key => key.Id, StringComparer.Ordinal);

    /// <summary>The caller's key, or why not.</summary>
    internal async ValueTask<(BluefinKey? Key, Refusal Refusal)> CheckAsync(HttpContext http, IReadOnlyList<string> scopes, int bodyBytesMax)
    {
        if (!AuthenticationHeaderValue.TryParse(http.Request.Headers.Authorization.ToString(), out var header) || header.Parameter is not { } parameter)
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

    /// <summary>The org of the key that the request names, whether or not it proves to hold it; the default org in open mode, which looks at no key.</summary>
    internal OrgId? OrgNamedBy(HttpContext http)
    {
        if (options.Value.Mode == ForceOpsMode.Open)
            return OrgId.Default;
        if (!AuthenticationHeaderValue.TryParse(http.Request.Headers.Authorization.ToString(), out var header) || header.Parameter is not { } parameter)
            return null;
        var id = string.Equals(header.Scheme, "Basic", StringComparison.OrdinalIgnoreCase) ? ReadBasic(parameter).Id : HmacCredentials.Parse(parameter)?.Id;
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
        // The target as it was sent: a decoded path would not be what the client signed.
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return credentials.Signs(key.Secret, http.Request.Method, target, body) && nonces.TryUse(key.Id, credentials.Nonce, time) ? key : null;
    }
}
