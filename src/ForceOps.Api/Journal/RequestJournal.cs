using System.Collections.Concurrent;
using ForceOps.Api.Settings;
using ForceOps.Postgres.Schema;
using ForceOps.Postgres.Writing;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Journal;

/// <summary>
/// Keeps the last requests of every org in the memory of this process. The journal ends with the process; several processes on
/// one database each have their own journal. The number of requests is limited for each org and for all orgs together.
/// </summary>
internal sealed class RequestJournal(IOptions<ForceOpsOptions> options, TimeProvider clock)
{
    private readonly JournalOptions _limits = options.Value.Journal;
    private readonly ConcurrentDictionary<OrgId, JournalRing> _rings = new();
    private readonly Lock _dropping = new();
    private long _lastId;
    private long _count;

    internal bool IsOn => _limits.Entries > 0;

    /// <summary>
    /// Is told whenever half of an org's recorded requests are new, so that nothing leaves the journal unseen; null when nobody wants to
    /// know. It is called on the way of a request, and must not work there.
    /// </summary>
    internal HalfIsNewHandler? HalfIsNew { get; set; }

    internal void Add(OrgId org, RecordedRequest entry)
    {
        while (true)
        {
            var ring = _rings.GetOrAdd(org, static (_, limits) => new JournalRing(Math.Min(limits.Entries, limits.EntriesOfAllOrgs)),
                _limits);
            if (ring.Add(entry, ref _lastId) is not { } grown)
                continue;
            if (grown > 0 && Interlocked.Increment(ref _count) > _limits.EntriesOfAllOrgs)
                DropSilentOrgs(org);
            if (HalfIsNew is { } tell && ring.IsHalfNew(out var isPlain))
                tell(org, isPlain);
            return;
        }
    }

    /// <summary>Records an operation that was answered 202 earlier and is completed now, when its request has ended.</summary>
    internal void AddDelayed(OrgId org, Operation operation, WriteResult result)
    {
        if (!IsOn)
            return;
        var entry = new RecordedRequest
        {
            Time = clock.GetUtcNow(),
            Channel = ColumnText.Of(operation.Channel),
            Cid = operation.CorrelationId,
            Request = RecordedBody.Of(operation),
        };
        entry.Note(result);
        Add(org, entry);
    }

    /// <summary>Returns the org's recorded requests, the newest first.</summary>
    internal IReadOnlyList<RecordedRequest> Read(OrgId org) => _rings.TryGetValue(org, out var ring) ? ring.Read() : [];

    /// <summary>Returns the org's recorded requests since the last <see cref="Cut"/>, the newest first.</summary>
    internal (IReadOnlyList<RecordedRequest> Entries, bool IsWhole) ReadSinceCut(OrgId org) =>
        _rings.TryGetValue(org, out var ring) ? ring.ReadSinceCut() : ([], true);

    /// <summary>Ends the history of an org that is judged: what comes now does not belong to what was before.</summary>
    internal void Cut(OrgId org)
    {
        if (_rings.TryGetValue(org, out var ring))
            ring.Cut();
    }

    /// <summary>
    /// Drops the rings of the orgs that were silent longest. It drops a tenth of the limit more than needed, so that not every
    /// request of a new org has to look for the next ring to drop.
    /// </summary>
    private void DropSilentOrgs(OrgId busy)
    {
        lock (_dropping)
        {
            var goal = _limits.EntriesOfAllOrgs - (_limits.EntriesOfAllOrgs / 10);
            if (Interlocked.Read(ref _count) <= _limits.EntriesOfAllOrgs)
                return;
            // The rings are copied first: sorting a ConcurrentDictionary reads its count and copies it afterwards, and throws
            // when an org was added in between.
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

/// <summary>Hears that half of an org's recorded requests are new.</summary>
/// <param name="org">The org.</param>
/// <param name="isPlain">True when all its recorded requests were operations with a tracking id that plainly succeeded.</param>
internal delegate void HalfIsNewHandler(OrgId org, bool isPlain);

/// <summary>
/// Holds the last requests of one org. Its memory grows with their number up to the limit, because most orgs of a test run make
/// only a few requests.
/// </summary>
internal sealed class JournalRing(int capacity)
{
    private const int FirstSize = 16;

    private readonly Lock _gate = new();
    private RecordedRequest[] _entries = new RecordedRequest[Math.Min(FirstSize, capacity)];
    private int _count;
    private int _next;
    private bool _dropped;
    private int _new;
    private int _plain;
    private long _cut;

    /// <summary>
    /// The id of the newest recorded request. Ids count over all orgs, so the smallest LastId belongs to the org that was silent
    /// longest.
    /// </summary>
    internal long LastId { get; private set; }

    /// <summary>
    /// Adds a recorded request. Returns by how much the ring grew, 0 or 1; null when the ring was dropped meanwhile and takes no
    /// more requests.
    /// </summary>
    internal int? Add(RecordedRequest entry, ref long lastId)
    {
        lock (_gate)
        {
            if (_dropped)
                return null;
            if (_count == _entries.Length && _count < capacity)
                Grow();
            // The id is taken under the lock, so that ids ascend in the ring.
            LastId = entry.Id = Interlocked.Increment(ref lastId);
            _entries[_next] = entry;
            // Neither count ever matters above the capacity, and nobody resets the first one while findings are off.
            _new = Math.Min(_new + 1, capacity);
            _plain = entry.IsPlain && entry.Request?.HasTrackingId == true ? Math.Min(_plain + 1, capacity) : 0;
            _next = (_next + 1) % _entries.Length;
            if (_count == _entries.Length)
                return 0;
            _count++;
            return 1;
        }
    }

    /// <summary>Returns a copy of the recorded requests, the newest first.</summary>
    internal RecordedRequest[] Read()
    {
        lock (_gate)
        {
            var newestFirst = new RecordedRequest[_count];
            for (var i = 0; i < _count; i++)
                newestFirst[i] = _entries[(_next - 1 - i + _entries.Length) % _entries.Length];
            return newestFirst;
        }
    }

    /// <summary>
    /// Returns the recorded requests since the cut, the newest first, and whether none of them was overwritten.
    /// </summary>
    internal (IReadOnlyList<RecordedRequest> Entries, bool IsWhole) ReadSinceCut()
    {
        lock (_gate)
        {
            _new = 0;
            var entries = Read();
            return ([.. entries.TakeWhile(entry => entry.Id > _cut)], _count < capacity || entries[^1].Id <= _cut);
        }
    }

    internal void Cut()
    {
        lock (_gate)
            _cut = LastId;
    }

    /// <summary>Returns true once whenever half of the recorded requests are new.</summary>
    /// <param name="isPlain">True when none of all the recorded requests stands out.</param>
    internal bool IsHalfNew(out bool isPlain)
    {
        isPlain = false;
        var half = Math.Max(1, capacity / 2);
        if (Volatile.Read(ref _new) < half)
            return false;
        lock (_gate)
        {
            if (_new < half)
                return false;
            _new = 0;
            isPlain = _plain >= _count;
            return true;
        }
    }

    /// <summary>Stops the ring from taking requests, and returns how many it held.</summary>
    internal int Drop()
    {
        lock (_gate)
        {
            _dropped = true;
            return _count;
        }
    }

    /// <summary>
    /// Doubles the array, up to the capacity. It is called only before the ring wraps around, while the oldest recorded request
    /// is the first.
    /// </summary>
    private void Grow()
    {
        Array.Resize(ref _entries, Math.Min(capacity, _entries.Length * 2));
        _next = _count;
    }
}
