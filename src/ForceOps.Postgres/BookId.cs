namespace ForceOps.Postgres;

/// <summary>
/// One set of books. An org points at one at a time, and a reset or a restore points it at another; callers name the org, and the
/// statement that reads or the batch that posts looks the pointer up.
/// </summary>
internal readonly record struct BookId(Guid Value)
{
    /// <summary>The one that an org begins with, until somebody switches it: a guess that costs nothing and is nearly always right.</summary>
    internal static BookId FirstOf(OrgId org) => new(org.Value);

    internal static BookId Make() => new(Guid.CreateVersion7());
}
