using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.ComponentModel.DataAnnotations;
using ForceOps.Api.Http;
using ForceOps.Api.Settings;
using ForceOps.Postgres.Orgs;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Pismo;

/// <summary>Handles <c>POST /passport/v2/oauth/token</c>: issues a token for OAuth 2 client credentials.</summary>
internal static class OAuthTokenEndpoint
{
    private const string Basic = "Basic";

    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(3600);

    internal static async Task<IResult> PostAsync(
        HttpContext http, ApiKeys keys, TokenIssuer issuer, OrgClocks clocks, IOptions<ForceOpsOptions> options)
    {
        if (!http.Request.HasFormContentType)
            return PismoErrors.NoForm();
        if (ContentCoding.IsRefused(http.Request))
            return PismoErrors.Of(Refusal.UnsupportedEncoding);
        // A body above this limit ends with 413, as on every other route.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = options.Value.BodyBytesMax;
        IFormCollection form;
        try
        {
            form = await http.Request.ReadFormAsync();
        }
        catch (Exception error) when (error is InvalidDataException || error.GetType() == typeof(IOException))
        {
            // A multipart body that ends before its boundary is a plain IOException; the kinds of it are the connection's and the limit's.
            return PismoErrors.Of(Refusal.BadRequest);
        }
        if (form["grant_type"] != "client_credentials")
            return PismoErrors.Field("grant_type", "must be client_credentials");
        var (pair, isBasic) = CredentialsOf(http.Request, form);
        if (KeyOf(keys, pair.Id, pair.Secret, isBasic) is not { } key)
            return isBasic || pair is { Id: null, Secret: null } ? PismoErrors.WrongClient() : PismoErrors.Of(Refusal.Unauthorized);
        var now = await clocks.NowAsync(key.Org);
        return JsonResponse.Of(
            new OAuthTokenResponse(
                issuer.Issue(key, now, TokenIssuer.Access, Lifetime, uid: Given(form["uid"]), scope: Given(form["scope"])), "Bearer",
                (int)Lifetime.TotalSeconds),
            PismoJson.Default.OAuthTokenResponse);
    }

    /// <summary>
    /// Reads the client's credentials as they were sent: from the header if it is Basic (RFC 6749, client_secret_basic), else from the
    /// form.
    /// </summary>
    private static ((string? Id, string? Secret) Pair, bool IsBasic) CredentialsOf(HttpRequest request, IFormCollection form)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization.ToString(), out var header)
            || !string.Equals(header.Scheme, Basic, StringComparison.OrdinalIgnoreCase))
            return ((Given(form["client_id"]), Given(form["client_secret_string"]) ?? Given(form["client_secret"])), false);
        var bytes = new byte[header.Parameter?.Length ?? 0];
        if (!Convert.TryFromBase64String(header.Parameter ?? "", bytes, out var length))
            return ((null, null), true);
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return (colon < 0 ? (null, null) : (text[..colon], text[(colon + 1)..]), true);
    }

    /// <summary>
    /// Finds the client's key; null when the secret is wrong. RFC 6749 section 2.3.1 encodes both parts of a Basic pair as in a form,
    /// while curl and others send them plain: both readings are tried.
    /// </summary>
    internal static ApiKey? KeyOf(ApiKeys keys, string? id, string? secret, bool isBasic) => keys.Find(id, secret)
        ?? (isBasic ? keys.Find(WebUtility.UrlDecode(id), WebUtility.UrlDecode(secret)) : null);

    private static string? Given(string? value) => string.IsNullOrEmpty(value) ? null : value;
}

/// <summary>
/// Describes the form of <c>POST /passport/v2/oauth/token</c>. The route reads the form by hand; the document needs its members.
/// </summary>
internal sealed class OAuthTokenRequest
{
    /// <summary>The grant: client_credentials.</summary>
    [Required]
    [AllowedValues("client_credentials")]
    public string? GrantType { get; init; }

    /// <summary>The name of the key.</summary>
    [Required]
    public string? ClientId { get; init; }

    /// <summary>The secret of the key, in Pismo's spelling; this or client_secret is required.</summary>
    public string? ClientSecretString { get; init; }

    /// <summary>The secret of the key, in the spelling of OAuth 2.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>The scope, which comes back in the token.</summary>
    public string? Scope { get; init; }

    /// <summary>The id of a user, which comes back in the token.</summary>
    public string? Uid { get; init; }
}

/// <param name="AccessToken">The access token, signed with HS512.</param>
/// <param name="TokenType">Always Bearer.</param>
/// <param name="ExpiresIn">The lifetime of the token, in seconds.</param>
internal sealed record OAuthTokenResponse(string AccessToken, string TokenType, int ExpiresIn);
