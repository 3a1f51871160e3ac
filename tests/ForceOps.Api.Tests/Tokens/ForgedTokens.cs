using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ForceOps.Api.Pismo;

namespace ForceOps.Api.Tests.Tokens;

/// <summary>Makes tokens by hand, good and bad ones, independently of the service's own library.</summary>
internal static class ForgedTokens
{
    internal const string Hs512 = "HS512";

    /// <summary>Tokens are good for long here: the service's clock is the real one.</summary>
    private const long FarFuture = 4_102_444_800;

    /// <summary>A token as the service with the demo key would sign it.</summary>
    internal static string Token(string org, long? account = null, string use = "access", long? expires = FarFuture,
        string issuer = "forceops") =>
        Sign(Hs512, Claims(org, account, use, expires, issuer), TokensOptions.DemoSigningKey);

    internal static Dictionary<string, object?> Claims(
        string org, object? account = null, string use = "access", long? expires = FarFuture, string issuer = "forceops")
    {
        var claims = new Dictionary<string, object?>(
            StringComparer.Ordinal) { ["iss"] = issuer, ["tenant"] = org, ["use"] = use, ["sub"] = "test" };
        if (account is not null)
            claims["account_id"] = account;
        if (expires is not null)
            claims["exp"] = expires;
        return claims;
    }

    internal static string Sign(string algorithm, Dictionary<string, object?> claims, string signingKey)
    {
        var text = $"{Encode($$"""{"alg":"{{algorithm}}","typ":"JWT"}""")}.{Encode(JsonSerializer.Serialize(claims))}";
        var (key, bytes) = (SHA512.HashData(Encoding.UTF8.GetBytes(signingKey)), Encoding.UTF8.GetBytes(text));
        var signature = algorithm switch
        {
            Hs512 => HMACSHA512.HashData(key, bytes),
            "HS384" => HMACSHA384.HashData(key, bytes),
            "HS256" => HMACSHA256.HashData(key, bytes),
            _ => [],
        };
        return $"{text}.{Base64Url(signature)}";
    }

    /// <summary>The claims of a token, unchecked.</summary>
    internal static JsonElement Read(string token)
    {
        var payload = token.Split('.')[1].Replace('-', '+').Replace('_', '/');
        return JsonDocument.Parse(Convert.FromBase64String(payload.PadRight((payload.Length + 3) / 4 * 4, '='))).RootElement;
    }

    internal static (string Name, string Value) Header(string token) => ("authorization", $"Bearer {token}");

    private static string Encode(string text) => Base64Url(Encoding.UTF8.GetBytes(text));

    private static string Base64Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
