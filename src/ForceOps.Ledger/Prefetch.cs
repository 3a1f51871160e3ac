using System.Runtime.InteropServices;

namespace ForceOps;

/// <summary>
/// What must be in the books before an operation can be decided: accounts locked, earlier authorizations read after the locks.
/// Every operation says it for itself, beside its rule, so that a new rule cannot forget to have its facts loaded.
/// </summary>
public sealed class Prefetch
{
    private readonly HashSet<long> _accounts = [];
    private readonly HashSet<TrackingId> _trackingIds = [];
    private readonly HashSet<long> _authorizations = [];
    private readonly HashSet<long> _canceledIds = [];
    private readonly HashSet<TrackingId> _canceledTrackingIds = [];

    public IReadOnlyCollection<long> Accounts => _accounts;

    /// <summary>Authorizations by tracking id: the operations' own, which tell repeats, and the originals of cancellations.</summary>
    public IReadOnlyCollection<TrackingId> TrackingIds => _trackingIds;

    /// <summary>Authorizations by id.</summary>
    public IReadOnlyCollection<long> Authorizations => _authorizations;

    /// <summary>Originals of cancellations: their accounts and their latest cancellations are needed too.</summary>
    public IReadOnlyCollection<long> CanceledIds => _canceledIds;

    /// <summary>Originals of cancellations that are named by tracking id.</summary>
    public IReadOnlyCollection<TrackingId> CanceledTrackingIds => _canceledTrackingIds;

    public bool AnyCancellation => _canceledIds.Count + _canceledTrackingIds.Count > 0;

    /// <summary>Whether the other sides of transfers are needed.</summary>
    public bool AnyCounterpart { get; private set; }

    /// <summary>Whether the accounts' limits are needed.</summary>
    public bool AnyLimits { get; private set; }

    public void Add(Operation operation)
    {
        _trackingIds.Add(operation.TrackingId);
        operation.Declare(this);
    }

    public bool Cancels(Authorization authorization) =>
        _canceledIds.Contains(authorization.Id) || _canceledTrackingIds.Contains(authorization.TrackingId)
        || (authorization.CounterpartId is { } counterpart && _canceledIds.Contains(counterpart));

    public void Clear()
    {
        AnyCounterpart = AnyLimits = false;
        _accounts.Clear();
        _trackingIds.Clear();
        _authorizations.Clear();
        _canceledIds.Clear();
        _canceledTrackingIds.Clear();
    }

    internal void Account(long id) => _accounts.Add(id);

    internal void Counterparts() => AnyCounterpart = true;

    internal void Limits() => AnyLimits = true;

    internal void Authorization(long id) => _authorizations.Add(id);

    internal void Canceled(long? id, TrackingId? trackingId)
    {
        if (id is { } known)
        {
            _authorizations.Add(known);
            _canceledIds.Add(known);
        }
        if (trackingId is { } text)
        {
            _trackingIds.Add(text);
            _canceledTrackingIds.Add(text);
        }
    }
}

/// <summary>The accounts of customers or merchants that an operation is about, whether they are open yet or not.</summary>
/// <param name="First">Of a transfer the giving side's, if it is in the books.</param>
/// <param name="Second">The other side of a transfer whose both sides are in the books.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TouchedAccounts(long First, long? Second)
{
    internal static TouchedAccounts Of(TransferParty from, TransferParty to) => (InternalAccount.Is(from.AccountId), InternalAccount.Is(to.AccountId)) switch
    {
        (true, _) => new(to.AccountId, null),
        (_, true) => new(from.AccountId, null),
        _ => new(from.AccountId, to.AccountId),
    };

    internal bool AnyDelayed(LedgerState state) =>
        state.FindAccount(First) is { IsDelayed: true } || (Second is { } second && state.FindAccount(second) is { IsDelayed: true });
}
