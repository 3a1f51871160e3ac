namespace ForceOps.Postgres.Model;

/// <summary>One set of books. It is live while an org points at it, kept while a snapshot does, and else abandoned.</summary>
public sealed class BookRow
{
    public Guid Book { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? AbandonedAt { get; init; }
}
