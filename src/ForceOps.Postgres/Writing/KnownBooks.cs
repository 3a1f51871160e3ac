using System.Collections.Concurrent;

namespace ForceOps.Postgres.Writing;

/// <summary>
/// The book that each org had when this process last looked. A batch begins with it, since asking first would be a round trip, and
/// reads the true one behind its locks: a wrong memory costs one more run and never a wrong posting.
/// </summary>
internal sealed class KnownBooks
{
    private readonly ConcurrentDictionary<OrgId, BookId> _switched = new();

    internal BookId Of(OrgId org) => _switched.TryGetValue(org, out var book) ? book : BookId.FirstOf(org);

    internal void Remember(OrgId org, BookId book) => _switched[org] = book;
}
