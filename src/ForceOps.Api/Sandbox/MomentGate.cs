using System.Globalization;
using ForceOps.Api.Access;
using ForceOps.Api.Http;
using ForceOps.Api.Settings;
using ForceOps.Postgres.Orgs;
using ForceOps.Postgres.Reads;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace ForceOps.Api.Sandbox;

/// <summary>
/// Reads the org of a request that may look at any moment of the books, and the moment: <c>?at=</c> a time, or
/// <c>?at_authorization=</c> an id, right after whose operation it is.
/// </summary>
internal sealed class MomentGate(SandboxGate gate, BookMoments moments, OrgClocks clocks, IOptions<ForceOpsOptions> options)
{
    private const string Time = "at";
    private const string Authorization = "at_authorization";

    internal static readonly RequestQueries Queries = new(
        new(Time, "The time at which the books are looked at, that time included; now when it is in the future. Not with at_authorization.")
        { Format = "date-time" },
        new(Authorization, "The id of an authorization: the books are looked at as they were right after its operation. Not with at.")
        { Type = JsonSchemaType.Integer, Format = "int64", Minimum = 1 });

    /// <summary>Returns the org and the moment, which is null when the request names none, or an error answer.</summary>
    internal async ValueTask<(OrgId Org, BookMoment? At, IResult? Error)> OrgAsync(HttpContext http)
    {
        var (org, error) = await gate.OrgAsync(http);
        var query = http.Request.Query;
        var (hasTime, hasId) = (query.TryGetValue(Time, out var at), query.TryGetValue(Authorization, out var authorization));
        if (error is not null || !(hasTime || hasId))
            return (org, null, error);
        if (hasTime && hasId)
            return (org, null, SandboxProblem.Invalid("at and at_authorization", "are two ways to say one thing: one of them is enough"));
        var patience = options.Value.Events.Patience;
        if (hasTime)
        {
            return ClockRequest.TryReadTime(at.ToString(), out var time)
                ? (org, await moments.AtAsync(org, time, await clocks.NowAsync(org), patience), null)
                : (org, null, SandboxProblem.Invalid(Time, $"{ClockRequest.WrongTime}; a + is %2B in a query"));
        }
        if (!long.TryParse(authorization.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id == 0)
            return (org, null, SandboxProblem.Invalid(Authorization, "must be the id of an authorization"));
        return await moments.AfterAsync(org, id, patience) is { } moment
            ? (org, moment, null)
            : (org, null, SandboxProblem.Of(404, "NOT_FOUND", $"{Authorization} is no authorization of this org."));
    }
}

/// <summary>Names the moment at which the books were looked at.</summary>
/// <param name="Time">The time of the moment by the org's clock.</param>
/// <param name="AuthorizationId">The newest authorization within the moment; null before the first one.</param>
internal sealed record MomentView(DateTime Time, long? AuthorizationId)
{
    internal static MomentView Of(BookMoment at) => new(at.Time.UtcDateTime, at.AuthorizationId);
}

/// <summary>Names the moment at which an account was looked at, and what of it is not known of the past.</summary>
/// <param name="Time">The time of the moment by the org's clock.</param>
/// <param name="AuthorizationId">The newest authorization within the moment; null before the first one.</param>
/// <param name="OfToday">The members that are as they are today. What was available is reckoned with today's credit limit.</param>
internal sealed record AccountMomentView(DateTime Time, long? AuthorizationId, IReadOnlyList<string> OfToday)
{
    private static readonly string[] NotStored = ["processing", "credit_limit", "limits", "fees", "profile"];

    internal static AccountMomentView Of(BookMoment at) => new(at.Time.UtcDateTime, at.AuthorizationId, NotStored);
}
