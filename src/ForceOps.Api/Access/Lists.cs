using System.Globalization;

namespace ForceOps.Api.Access;

/// <summary>One page of a list.</summary>
/// <param name="Items">At most as many as asked for.</param>
/// <param name="Next">The cursor of the next page; null on the last.</param>
internal sealed record ListView<T>(IReadOnlyList<T> Items, string? Next)
{
    /// <summary>A full page may have a next one.</summary>
    internal static ListView<T> Of(IReadOnlyList<T> items, int limit, Func<T, string> cursor) =>
        new(items, items.Count == limit ? cursor(items[^1]) : null);
}

/// <summary>Which part of a list is asked for: <c>?after=cursor&amp;limit=</c>.</summary>
internal readonly record struct Page(string? After, int Limit)
{
    private const int LimitDefault = 50;

    /// <summary>A thousand items are a megabyte at most; more is asked for page by page.</summary>
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

    /// <summary>Whether the cursor can be of a list of names. What is none must not reach the database, which takes no NUL in texts.</summary>
    internal bool IsOfNames => After is null || SandboxName.IsValid(After);

    /// <summary>The cursor as a number; the fallback when there is none; null when it is no cursor of ours.</summary>
    internal long? AfterId(long fallback) =>
        After is null ? fallback : long.TryParse(After, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    internal static IResult Invalid() => SandboxProblem.Invalid("after or limit", $"is wrong: limit is 1 to {LimitMax}, after is the next of the page before");
}
