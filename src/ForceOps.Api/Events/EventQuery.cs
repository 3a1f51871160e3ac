using System.Globalization;
using ForceOps.Api.Events.Rendering;
using ForceOps.Api.Hosting;
using ForceOps.Api.Sandbox;
using ForceOps.Postgres;

namespace ForceOps.Api.Events;

/// <summary>Which events are asked for.</summary>
/// <param name="After">Null: not said.</param>
/// <param name="Types">Empty: all.</param>
/// <param name="Account">Null: all.</param>
internal sealed record EventQuery(EventCursor? After, IReadOnlyList<string> Types, long? Account)
{
    internal bool IsAll => Types.Count == 0 && Account is null;

    internal static readonly RequestQueries Filters = new(("type", "Types of events, repeated or with commas between them."), ("account", "Id of the account."));

    /// <summary>Reads <c>?after=&amp;type=&amp;account=</c>; types may be repeated or have commas between them.</summary>
    internal static (EventQuery? Query, IResult? Error) Read(HttpContext http, string? after)
    {
        var query = http.Request.Query;
        var cursor = default(EventCursor);
        if (after is not null && !EventCursor.TryParse(after, out cursor))
            return (null, SandboxProblem.Invalid("after", "must be a cursor from a page before, or 0 for the beginning"));
        var types = query["type"].SelectMany(text => (text ?? "").Split(',', StringSplitOptions.TrimEntries)).ToList();
        if (types.Except(EventTypes.All, StringComparer.Ordinal).Any())
            return (null, SandboxProblem.Invalid("type", $"must be among {string.Join(", ", EventTypes.All)}"));
        var account = 0L;
        var hasAccount = query.TryGetValue("account", out var sent);
        if (hasAccount && !long.TryParse(sent.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out account))
            return (null, SandboxProblem.Invalid("account", "must be the id of an account"));
        return (new EventQuery(after is null ? null : cursor, types, hasAccount ? account : null), null);
    }

    internal bool Wants(LedgerEvent one) =>
        (Types.Count == 0 || Types.Contains(EventTypes.Of(one.Kind), StringComparer.Ordinal)) && (Account is null || one.AccountId == Account);
}
