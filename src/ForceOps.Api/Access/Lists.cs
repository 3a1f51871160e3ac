using System.Globalization;
using System.Text.Json.Serialization;

namespace ForceOps.Api.Access;

/// <summary>Holds one page of a list.</summary>
/// <param name="Items">The items of the page, at most as many as the request asked for.</param>
/// <param name="Next">The cursor of the next page; null on the last page.</param>
internal sealed record ListView<T>(IReadOnlyList<T> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next)
{
    /// <summary>Makes a page. A full page gets a cursor, because another page may follow it.</summary>
    internal static ListView<T> Of(IReadOnlyList<T> items, int limit, Func<T, string> cursor) =>
        new(items, items.Count == limit ? cursor(items[^1]) : null);
}

/// <summary>Holds the part of a list that a request asks for: <c>?after=cursor&amp;limit=</c>.</summary>
internal readonly record struct Page(string? After, int Limit)
{
    private const int LimitDefault = 50;

    /// <summary>
    /// The most items of one page. A thousand of the largest items, events with 8 KiB of metadata each, take some ten megabytes; a
    /// client asks for more items page by page.
    /// </summary>
    private const int LimitMax = 1000;

    internal static bool TryRead(HttpContext http, out Page page)
    {
        var query = http.Request.Query;
        var limit = LimitDefault;
        var valid = !query.TryGetValue("limit", out var sent)
            || (int.TryParse(sent.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is > 0 and <= LimitMax);
        page = new Page(query.TryGetValue("after", out var after) ? after.ToString() : null, limit);
        return valid;
    }

    /// <summary>
    /// True when the cursor is absent or can be a cursor of a list of names. Other texts must not reach the database, which
    /// accepts no NUL in texts.
    /// </summary>
    internal bool IsOfNames => After is null || SandboxName.IsValid(After);

    /// <summary>
    /// Returns the cursor as a number; the fallback when there is no cursor; null when the cursor is not one that ForceOps gave.
    /// </summary>
    internal long? AfterId(long fallback) =>
        After is null ? fallback : long.TryParse(After, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    internal static IResult Invalid() =>
        SandboxProblem.Invalid("after or limit", $"is wrong: limit is 1 to {LimitMax}, after is the next of the page before");
}
