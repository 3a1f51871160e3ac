using System.Collections.Concurrent;
using ForceOps.Postgres;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Hosting.Journal;

/// <summary>
/// The last requests of every org, in the memory of this process and gone with it: several processes on one database have a journal each.
/// Bounded per org and over all of them.
/// </summary>
internal sealed class RequestJournal(IOptions<ForceOpsOptions> options, TimeProvider clock)
{
    private readonly JournalOptions _limits = options.Value.Journal;
    private readonly ConcurrentDictionary<OrgId, JournalRing> _rings = new();
    private readonly Lock _dropping = new();
    private long _lastId;
    private long _count;

    internal bool IsOn => _limits.Entries > 0;

    internal void Add(OrgId org, JournalEntry entry)
    {
        while (true)
        {
            var ring = _rings.GetOrAdd(org, static (_, limits) => new JournalRing(Math.Min(limits.Entries, limits.EntriesOfAllOrgs)), _limits);
            if (ring.Add(entry, ref _lastId) is not { } grown)
                continue;
            if (grown > 0 && Interlocked.Increment(ref _count) > _limits.EntriesOfAllOrgs)
                DropSilentOrgs(org);
            return;
        }
    }

    /// <summary>An operation that was answered 202 and is finished now, when no request is there any more.</summary>
    internal void AddDelayed(OrgId org, Operation operation, WriteResult result)
    {
        if (!IsOn)
            return;
        var entry = new JournalEntry
        {
            Time = clock.GetUtcNow(),
            Channel = StoredText.Of(operation.Channel),
            Cid = operation.Cid,
            Request = JournalRequest.Of(operation),
        };
        entry.Note(result);
        Add(org, entry);
    }

    /// <summary>Newest first.</summary>
    internal IReadOnlyList<JournalEntry> Read(OrgId org) => _rings.TryGetValue(org, out var ring) ? ring.Read() : [];

    /// <summary>A tenth more than needed, so that not every request of a new org has to look for the next to go.</summary>
    private void DropSilentOrgs(OrgId busy)
    {
        lock (_dropping)
        {
            var goal = _limits.EntriesOfAllOrgs - (_limits.EntriesOfAllOrgs / 10);
            if (Interlocked.Read(ref _count) <= _limits.EntriesOfAllOrgs)
                return;
            // A copy first: sorting asks for the count and copies afterwards, and throws when an org came in between.
            foreach (var (org, ring) in _rings.ToArray().OrderBy(pair => pair.Value.LastId))
            {
                if (org == busy || !_rings.TryRemove(KeyValuePair.Create(org, ring)))
                    continue;
                if (Interlocked.Add(ref _count, -ring.Drop()) <= goal)
                    return;
            }
        }
    }
}
