using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ForceOps.Api.Access;
using ForceOps.Api.Http;
using ForceOps.Api.Journal;
using ForceOps.Api.Settings;
using ForceOps.Postgres.Orgs;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Fiserv;

/// <summary>Checks signature, request id, tenant and body of a request before every Commerce Hub route does its own work.</summary>
internal sealed class FiservGate(FiservSignature signature, OrgRegistry orgs, IOptions<ForceOpsOptions> options)
{
    internal const string ClientRequestId = "Client-Request-Id";

    private readonly ForceOpsOptions _options = options.Value;

    /// <summary>Reads the headers and the body of a request; returns both, or the first error.</summary>
    internal async ValueTask<(FiservCall Call, T? Body, FiservError? Error)> AdmitAsync<T>(HttpContext http)
        where T : class
    {
        var sent = http.Request.Headers[ClientRequestId].ToString();
        // An error answer reads the sent id from the request's headers (FiservError), so that it shows a sent id whichever check
        // fails.
        var requestId = sent.Length > 0 ? sent : Guid.NewGuid().ToString();
        var org = OrgId.Default;
        if (_options.Mode == ForceOpsMode.Strict)
        {
            var (key, error) = await signature.CheckAsync(http, _options.BodyBytesMax);
            if (key is null)
                return (default, null, error);
            org = key.Value;
        }
        if (!FiservText.IsId(requestId, FiservText.ClientRequestIdLengthMax))
            return (default, null, FiservErrors.Invalid(ClientRequestId));
        if (http.Request.Headers.TryGetSent("x-tenant", out var text))
        {
            if (!OrgId.TryParse(text.ToString(), out var tenant))
            {
                RecordedRequest.Of(http)?.Failed(FailedCheck.Tenant);
                return (default, null, FiservErrors.Invalid("x-tenant"));
            }
            if (_options.Mode == ForceOpsMode.Strict && tenant != org)
                return (default, null, FiservErrors.Of(Refusal.Forbidden));
            org = tenant;
        }
        var call = new FiservCall(org, requestId, Correlation.Of(http));
        var body = await JsonBody.ReadAsync(http.Request, FiservJson.BodyType<T>(), _options.BodyBytesMax);
        var entry = RecordedRequest.Of(http);
        entry?.Org = org;
        if (body.Value is null)
        {
            body.Note(entry);
            return (call, null, FiservErrors.Of(body.Problem, body.Path, body.Why));
        }
        entry?.Request = FiservJournal.Of(call, body.Value);
        await orgs.EnsureAsync(org, DefaultSeed.Org);
        return (call, body.Value, null);
    }
}

/// <summary>Holds the values of a request's headers.</summary>
/// <param name="Org">The org that the request is for.</param>
/// <param name="ClientRequestId">The request id that the client sent, or one that the emulator made.</param>
/// <param name="Cid">The correlation id of the request.</param>
internal readonly record struct FiservCall(OrgId Org, string ClientRequestId, string Cid);

/// <summary>
/// Maps a merchant id to the id of an account. A positive 63-bit number without leading zeros is the account's id. Any other text
/// maps to the first eight bytes of its SHA-256 with the two highest bits set to 01. Such an id is 2^62 or larger, where nobody
/// numbers accounts by hand.
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
