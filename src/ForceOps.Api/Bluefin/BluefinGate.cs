using ForceOps.Api.Access;
using ForceOps.Api.Http;
using ForceOps.Api.Journal;
using ForceOps.Api.Settings;
using ForceOps.Postgres.Orgs;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Bluefin;

/// <summary>Makes the checks that every PayConex route makes before its own work: authentication, scopes, tenant, account, body.</summary>
internal sealed class BluefinGate(BluefinAuthentication authentication, OrgRegistry orgs, IOptions<ForceOpsOptions> options)
{
    private readonly ForceOpsOptions _options = options.Value;

    /// <summary>Reads the call and its body, or returns the first refusal.</summary>
    internal async ValueTask<(BluefinCall Call, T? Body, BluefinError? Error)> AdmitAsync<T>(
        HttpContext http, string accountId, IReadOnlyList<string> scopes)
        where T : class
    {
        var (call, error) = await AdmitAsync(http, accountId, scopes);
        if (error is not null)
            return (call, null, error);
        var body = await JsonBody.ReadAsync(http.Request, BluefinJson.BodyType<T>(), _options.BodyBytesMax);
        body.Note(RecordedRequest.Of(http));
        RecordedRequest.Of(http)?.Request = BluefinJournal.Of(call, body.Value, http.Request.RouteValues["transactionId"] as string);
        return (call, body.Value, body.Value is null ? BluefinErrors.Of(body.Problem, body.Path, body.Why) : null);
    }

    internal async ValueTask<(BluefinCall Call, BluefinError? Error)> AdmitAsync(
        HttpContext http, string accountId, IReadOnlyList<string> scopes)
    {
        var org = OrgId.Default;
        if (_options.Mode == ForceOpsMode.Strict)
        {
            var (key, refusal) = await authentication.CheckAsync(http, scopes, _options.BodyBytesMax);
            if (key is null)
                return (default, BluefinErrors.Of(refusal));
            org = key.Org;
        }
        if (http.Request.Headers.TryGetSent("x-tenant", out var tenant))
        {
            if (!OrgId.TryParse(tenant.ToString(), out var sent))
            {
                RecordedRequest.Of(http)?.Failed(FailedCheck.Tenant);
                return (default, BluefinErrors.Field("x-tenant", "must be TN- and a UUID, 39 characters"));
            }
            if (_options.Mode == ForceOpsMode.Strict && sent != org)
                return (default, BluefinErrors.Of(Refusal.Forbidden));
            org = sent;
        }
        RecordedRequest.Of(http)?.Org = org;
        if (accountId.Length != 12 || !accountId.All(char.IsAsciiDigit))
            return (default, BluefinErrors.Field("accountId", "must be 12 digits"));
        var account = long.Parse(accountId);
        if (account == 0)
            return (default, BluefinErrors.NotFound(accountId));
        await orgs.EnsureAsync(org, DefaultSeed.Org);
        var call = new BluefinCall(org, account, Correlation.Of(http));
        RecordedRequest.Of(http)?.Request = BluefinJournal.Of(call, transactionId: http.Request.RouteValues["transactionId"] as string);
        return (call, null);
    }
}

/// <summary>Holds the values of the path and the headers of a request.</summary>
/// <param name="Org">The org that the tenant header or the key names.</param>
/// <param name="AccountId">The merchant's account id: the path's twelve digits as a number.</param>
/// <param name="Cid">The correlation id, sent by the client or generated.</param>
internal readonly record struct BluefinCall(OrgId Org, long AccountId, string Cid);
