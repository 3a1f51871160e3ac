namespace ForceOps.Api.Sandbox;

/// <summary>One page of a list.</summary>
/// <param name="Items">At most as many as asked for.</param>
/// <param name="Next">The cursor of the next page; null on the last.</param>
internal sealed record ListView<T>(IReadOnlyList<T> Items, string? Next)
{
    /// <summary>A full page may have a next one.</summary>
    internal static ListView<T> Of(IReadOnlyList<T> items, int limit, Func<T, string> cursor) =>
        new(items, items.Count == limit ? cursor(items[^1]) : null);
}
