using System.Globalization;
using FluentValidation;
using ForceOps.Api.Access;
using ForceOps.Api.Faults;
using ForceOps.Api.Http;
using ForceOps.Api.Journal;
using ForceOps.Api.Settings;
using ForceOps.Postgres.Orgs;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Pismo;

/// <summary>
/// Makes the checks that every Pismo route makes before its own work, in the contract's order: token, tenant and headers, body.
/// </summary>
internal sealed class PismoGate(TokenGate tokens, OrgRegistry orgs, IOptions<ForceOpsOptions> options, IOptions<PismoOptions> pismo)
{
    private readonly ForceOpsOptions _options = options.Value;

    /// <summary>
    /// Reads the call and its body and checks the body's form, or returns the first refusal. A token that the route does not take is
    /// refused before anything else is read.
    /// </summary>
    internal ValueTask<(PismoCall Call, T? Body, PismoError? Error)> AdmitAsync<T>(
        HttpContext http, IValidator<T> validator, TokenReach takes = TokenReach.Any)
        where T : class => ReadAsync(http, validator, takes);

    /// <summary>Reads a call that has no body, or returns the first refusal.</summary>
    internal async ValueTask<(PismoCall Call, PismoError? Error)> AdmitAsync(HttpContext http, TokenReach takes)
    {
        var (call, _, error) = await ReadAsync<object>(http, validator: null, takes);
        return (call, error);
    }

    /// <summary>
    /// Makes the checks of both kinds of calls in one method, so that a call with a body does not pay for a second state machine. Without a
    /// validator, the call has no body.
    /// </summary>
    private async ValueTask<(PismoCall Call, T? Body, PismoError? Error)> ReadAsync<T>(
        HttpContext http, IValidator<T>? validator, TokenReach takes)
        where T : class
    {
        var (caller, refusal) = await tokens.ReadAsync(http);
        if (refusal is { } refused)
            return (default, null, PismoErrors.Of(refused));
        if (caller is not null && takes != TokenReach.Any && takes != (caller.ConfinedTo is null ? TokenReach.Org : TokenReach.Account))
            return (default, null, PismoErrors.Of(Refusal.Forbidden));
        var (call, error) = ReadHeaders(http, caller);
        if (error is not null)
            return (call, null, error);
        var entry = RecordedRequest.Of(http);
        entry?.Org = call.Org;
        if (_options.Mode == ForceOpsMode.Strict && !await orgs.ExistsAsync(call.Org))
        {
            entry?.Failed(FailedCheck.Tenant);
            return (call, null, PismoErrors.Of(Refusal.Unauthorized));
        }
        if (validator is null)
        {
            entry?.Request = PismoJournal.OfPath(http.Request);
            await orgs.EnsureAsync(call.Org, DefaultSeed.Org);
            return (call, null, null);
        }
        var body = await JsonBody.ReadAsync(http.Request, PismoJson.BodyType<T>(pismo.Value.UnknownMembers), _options.BodyBytesMax);
        if (body.Value is null)
        {
            body.Note(entry);
            return (call, null, PismoErrors.Of(body.Problem, body.Path, body.Why));
        }
        entry?.Request = PismoJournal.Of(body.Value, http.Request);
        await orgs.EnsureAsync(call.Org, DefaultSeed.Org);
        return FieldErrors.Of(validator.Validate(body.Value)) is { } fields ? (call, null, fields) : (call, body.Value, null);
    }

    private (PismoCall Call, PismoError? Error) ReadHeaders(HttpContext http, TokenCaller? caller)
    {
        var headers = http.Request.Headers;
        var org = caller?.Org ?? OrgId.Default;
        if (headers.TryGetSent("x-tenant", out var tenant) ? !OrgId.TryParse(
            tenant.ToString(), out org) : _options.Mode == ForceOpsMode.Strict)
        {
            RecordedRequest.Of(http)?.Failed(FailedCheck.Tenant);
            return (default, PismoErrors.InvalidTenant());
        }
        if (caller is not null && caller.Org != org)
        {
            RecordedRequest.Of(http)?.Failed(
                FailedCheck.Reach, new Fact("token_org", caller.Org.ToString()), new Fact("tenant", org.ToString()));
            return (default, PismoErrors.Of(Refusal.Forbidden));
        }
        if (caller is not null)
            http.Items[RequestLog.Org] = org;
        if (headers.TryGetSent(Correlation.Header, out var cid) && !Correlation.IsValid(cid.ToString()))
            return (default, PismoErrors.Field(Correlation.Header, "must be at most 64 visible characters"));
        long? account = null;
        if (headers.TryGetSent("x-account-id", out var sent))
        {
            if (!long.TryParse(sent.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                return (default, PismoErrors.Field("x-account-id", "must be a number"));
            account = id;
        }
        var skip = string.Equals(headers["x-skip-timeline"].ToString(), "true", StringComparison.OrdinalIgnoreCase);
        var fault = InjectedFault.Of(http)?.Effect;
        return (new PismoCall(org, Correlation.Of(http), account, !skip, caller?.ConfinedTo) { Delay = fault?.Delay,
            AcquirerAnswer = fault?.Acquirer }, null);
    }
}

/// <summary>Lists which tokens a route takes. A request without a token, in open mode, is taken everywhere.</summary>
internal enum TokenReach
{
    Any,

    /// <summary>Only a token for the whole org.</summary>
    Org,

    /// <summary>Only a token that is confined to an account.</summary>
    Account,
}

/// <summary>Holds the values of the request headers.</summary>
/// <param name="Org">The org that the tenant header or the token names.</param>
/// <param name="Cid">The correlation id, sent by the client or generated.</param>
/// <param name="AccountId">The account id of <c>x-account-id</c>; null when the header is absent.</param>
/// <param name="InTimeline">False when <c>x-skip-timeline</c> is true.</param>
/// <param name="ConfinedTo">The account that the token is confined to; null without a token or with a token for the whole org.</param>
internal readonly record struct PismoCall(OrgId Org, string Cid, long? AccountId, bool InTimeline, long? ConfinedTo)
{
    /// <summary>
    /// Checks that <c>x-account-id</c> and the token, as far as they name an account, name this one; returns null when they do. A token
    /// that is confined to an account reaches no other account, whether or not that exists.
    /// </summary>
    /// <param name="account">The account that the request is about; null when the request names none that can exist.</param>
    /// <param name="place">Where the request names it.</param>
    internal PismoError? ReachError(long? account, string place = "the body")
    {
        if (AccountId is { } named && named != account)
            return PismoErrors.Field("x-account-id", $"names another account than {place}");
        return ConfinedTo is { } own && own != account ? PismoErrors.Of(Refusal.Forbidden) : null;
    }

    /// <summary>The delay of a fault: the operation is accepted with 202 and posted after this time; null without such a fault.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>The acquirer answer that a fault sets for any card; null without such a fault.</summary>
    public AcquirerAnswer? AcquirerAnswer { get; init; }
}
