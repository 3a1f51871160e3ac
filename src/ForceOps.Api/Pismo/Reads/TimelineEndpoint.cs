using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ForceOps.Api.Events;
using ForceOps.Api.Http;
using ForceOps.Api.Pismo.Accounts;
using ForceOps.Postgres.Reads;
using Microsoft.OpenApi;

namespace ForceOps.Api.Pismo.Reads;

/// <summary>
/// Handles <c>GET /events/v4/timeline</c>: what an account's customer sees, newest first (Pismo, get-timeline_events-v4). The page is read
/// first and filtered afterwards, so that a page may be empty and another one follow.
/// </summary>
internal static class TimelineEndpoint
{
    private const int LimitMax = 100;

    private const int LimitDefault = 50;

    internal static readonly RequestQueries Queries = new(
        new(AccountQuery, "The account. A token of one account, or x-account-id, names it as well.")
        { Type = JsonSchemaType.Integer, Format = "int64", Minimum = 1, Example = 1234 },
        new("next_cursor", "The next_cursor of the page before; the newest page when absent. Also taken as nextCursor."),
        new("limit", "The most lines that are read for the page, before any filter.")
        { Type = JsonSchemaType.Integer, Format = "int32", Minimum = 1, Maximum = LimitMax, Default = LimitDefault },
        new("type", "The type of the wanted lines: CASH_IN, CASH_OUT or FEE."),
        new("category", "The category of the wanted lines: AUTHORIZATION, CANCELLATION or PARTIAL_CANCELLATION."));

    private const string AccountQuery = "account_id";

    /// <summary>The path of the route; other routes have no account in their query.</summary>
    internal const string Path = "/events/v4/timeline";

    /// <summary>Returns the account that a request for a timeline names in its query; null for every other request.</summary>
    internal static long? AccountOf(HttpRequest request) =>
        request.Path.StartsWithSegments(Path) ? AccountPath.IdOf(request.Query[AccountQuery].ToString()) : null;

    internal static async Task<IResult> GetAsync(
        HttpContext http, PismoGate gate, Postgres.Orgs.Accounts accounts, AccountTimeline timeline)
    {
        var (call, error) = await gate.AdmitAsync(http, TokenReach.Any);
        if (error is not null)
            return error;
        var (id, accountError) = ReadAccount(http, call);
        if (accountError is not null)
            return accountError;
        var query = http.Request.Query;
        var limit = LimitDefault;
        if (query.TryGetValue("limit", out var sent)
            && !(int.TryParse(sent.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is > 0 and <= LimitMax))
            return PismoErrors.Field("limit", $"must be 1 to {LimitMax}");
        var before = long.MaxValue;
        foreach (var name in (string[])["next_cursor", "nextCursor"])
        {
            if (query.TryGetValue(name, out var cursor) && !TimelineCursor.TryRead(cursor.ToString(), call.Org, id, out before))
                return PismoErrors.Field(name, "must be the next_cursor of the page before, of the same account");
        }
        if (await accounts.FindAsync(call.Org, id) is null)
            return PismoErrors.NoSuchAccount();
        var (type, category) = (query["type"].ToString(), query["category"].ToString());
        var (entries, last) = await timeline.LookAsync(call.Org, id, before, limit);
        var lines = entries.Select(entry => TimelineEvent.Of(call.Org, id, entry))
            .Where(line => IsWanted(line.Type, type) && IsWanted(line.Category, category)).ToList();
        var next = last is null
            ? null
            : TimelineCursor.Of(TimelineMark.Of(call.Org, id, last.Authorization.EventDate, last.Movement.Id));
        return JsonResponse.Of(new TimelineResponse(next is not null, next, lines.Count, lines), PismoJson.Default.TimelineResponse);
    }

    private static (long Id, PismoError? Error) ReadAccount(HttpContext http, PismoCall call)
    {
        if (!http.Request.Query.TryGetValue(AccountQuery, out var sent))
        {
            if ((call.AccountId ?? call.ConfinedTo) is not { } known)
                return (default, PismoErrors.Field(AccountQuery, "is required, unless the token or x-account-id names the account"));
            return call.ConfinedTo is { } own && own != known ? (default, PismoErrors.Of(Refusal.Forbidden)) : (known, null);
        }
        if (AccountPath.IdOf(sent.ToString()) is not { } id)
            return (default, PismoErrors.Field(AccountQuery, "must be the id of an account"));
        if (call.AccountId is { } account && account != id)
            return (default, PismoErrors.Field("x-account-id", "names another account than account_id"));
        return call.ConfinedTo is { } confined && confined != id ? (default, PismoErrors.Of(Refusal.Forbidden)) : (id, null);
    }

    private static bool IsWanted(string word, string filter) =>
        filter.Length == 0 || string.Equals(word, filter, StringComparison.Ordinal);
}

/// <summary>Writes and reads the cursor of a timeline: Base64 of a JSON object, in the form of Pismo's sample.</summary>
internal static class TimelineCursor
{
    /// <summary>The longest cursor. The longest that is written has some 300 characters.</summary>
    private const int LengthMax = 500;

    internal static string Of(TimelineMark mark) => Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(
        new TimelinePosition(mark.Text, mark.TenantAccount, mark.Timestamp), PismoJson.Default.TimelinePosition));

    /// <summary>Reads the id of the movement below which the page begins; false for anything but a cursor of this timeline.</summary>
    internal static bool TryRead(string text, OrgId org, long accountId, out long before)
    {
        before = 0;
        var bytes = new byte[LengthMax];
        if (text.Length > LengthMax || !Convert.TryFromBase64String(text, bytes, out var length))
            return false;
        try
        {
            var position = JsonSerializer.Deserialize(Encoding.UTF8.GetString(bytes, 0, length), PismoJson.Default.TimelinePosition);
            return position?.TenantAccountTimestamp is { } mark && TimelineMark.TryReadId(mark, org, accountId, out before);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

/// <summary>Holds the place of a line in the timelines, in the members of Pismo's cursor.</summary>
internal sealed record TimelinePosition(
    [property: JsonPropertyName("TenantAccountTimestamp")] string TenantAccountTimestamp,
    [property: JsonPropertyName("TenantAccount")] string TenantAccount,
    [property: JsonPropertyName("Timestamp")] string Timestamp);

/// <summary>Answers with one page of a timeline.</summary>
/// <param name="HasNext">True when older lines may follow.</param>
/// <param name="NextCursor">The cursor of the next page; null on the last page.</param>
/// <param name="Count">The number of lines of this page.</param>
/// <param name="Items">The lines, newest first. There may be none although another page follows.</param>
internal sealed record TimelineResponse(bool HasNext, string? NextCursor, int Count, IReadOnlyList<TimelineEvent> Items);

/// <summary>Shows one line of a timeline (Pismo, get-timeline_events-v4).</summary>
/// <param name="Type">CASH_IN or CASH_OUT, as in the guide's examples, or FEE.</param>
/// <param name="AccountId">The account of the timeline.</param>
/// <param name="Category">AUTHORIZATION, CANCELLATION or PARTIAL_CANCELLATION.</param>
/// <param name="TenantAccountTimestamp">The id of the line.</param>
/// <param name="Data">What the line tells.</param>
/// <param name="CorrelationId">The correlation id of the request that caused the line.</param>
/// <param name="Timestamp">The time of the posting with nanoseconds, RFC 3339 in UTC.</param>
internal sealed record TimelineEvent(
    [property: AllowedValues("CASH_IN", "CASH_OUT", "FEE")] string Type, long AccountId,
    [property: AllowedValues("AUTHORIZATION", "CANCELLATION", "PARTIAL_CANCELLATION")] string Category,
    string TenantAccountTimestamp, TimelineData Data, string CorrelationId, [property: DataType(DataType.DateTime)] string Timestamp)
{
    internal static TimelineEvent Of(OrgId org, long accountId, TimelineEntry entry)
    {
        var (line, mark) = (new TimelineLine(entry, accountId), TimelineMark.Of(org, accountId, entry));
        return new TimelineEvent(
            line.Type, accountId, line.Category, mark.Text, new TimelineData(TimelineItem.Of(line)), entry.Posted.Authorization.Cid,
            mark.Timestamp);
    }
}
