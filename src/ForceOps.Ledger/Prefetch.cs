using System.Runtime.InteropServices;

namespace ForceOps;

/// <summary>
/// Collects what must be in the ledger state before an operation can be decided: accounts are locked, and earlier authorizations
/// are read after the locks. Every operation declares its own prefetch, beside its rule, so that a new rule cannot forget to have
/// its data loaded.
/// </summary>
public sealed class Prefetch
{
    private readonly HashSet<long> _accounts = [];
    private readonly HashSet<TrackingId> _trackingIds = [];
    private readonly HashSet<long> _authorizations = [];
    private readonly HashSet<long> _canceledIds = [];
    private readonly HashSet<TrackingId> _canceledTrackingIds = [];
    private readonly HashSet<long> _holders = [];

    public IReadOnlyCollection<long> Accounts => _accounts;

    /// <summary>
    /// The tracking ids of authorizations to load: the operations' own, which show repeats, and those of the originals of
    /// cancellations.
    /// </summary>
    public IReadOnlyCollection<TrackingId> TrackingIds => _trackingIds;

    /// <summary>The ids of authorizations to load.</summary>
    public IReadOnlyCollection<long> Authorizations => _authorizations;

    /// <summary>
    /// The ids of the originals of cancellations: the accounts and the latest cancellations of these originals are needed too.
    /// </summary>
    public IReadOnlyCollection<long> CanceledIds => _canceledIds;

    /// <summary>The tracking ids of the originals of cancellations, where a cancellation names a tracking id.</summary>
    public IReadOnlyCollection<TrackingId> CanceledTrackingIds => _canceledTrackingIds;

    public bool AnyCancellation => _canceledIds.Count + _canceledTrackingIds.Count > 0;

    /// <summary>The accounts whose open holds are needed.</summary>
    public IReadOnlyCollection<long> Holders => _holders;

    /// <summary>True when the holds are needed from which the canceled transfers took, and what they took.</summary>
    public bool AnyHeldBefore { get; private set; }

    /// <summary>True when the last changes of the pre-authorizations are needed that are named to be canceled or confirmed.</summary>
    public bool AnyLastChange { get; private set; }

    /// <summary>True when the other sides of transfers are needed.</summary>
    public bool AnyCounterpart { get; private set; }

    /// <summary>True when the accounts' limits are needed.</summary>
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
        AnyCounterpart = AnyLimits = AnyHeldBefore = AnyLastChange = false;
        _accounts.Clear();
        _trackingIds.Clear();
        _authorizations.Clear();
        _canceledIds.Clear();
        _canceledTrackingIds.Clear();
        _holders.Clear();
    }

    internal void Account(long id) => _accounts.Add(id);

    internal void Counterparts() => AnyCounterpart = true;

    internal void Limits() => AnyLimits = true;

    internal void OpenHolds(long account) => _holders.Add(account);

    internal void HeldBefore() => AnyHeldBefore = true;

    internal void LastChange() => AnyLastChange = true;

    internal void Authorization(long id) => _authorizations.Add(id);

    /// <summary>Declares an earlier authorization of an account that is declared itself.</summary>
    internal void Named(long? id, TrackingId? trackingId)
    {
        if (id is { } known)
            _authorizations.Add(known);
        if (trackingId is { } text)
            _trackingIds.Add(text);
    }

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

/// <summary>Names the accounts of customers or merchants that an operation is about, open or not.</summary>
/// <param name="First">The first account; for a transfer the account of the giving side, if that side is in the ledger.</param>
/// <param name="Second">The account of the other side of a transfer whose both sides are in the ledger; null for every other
/// operation.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TouchedAccounts(long First, long? Second)
{
    internal static TouchedAccounts Of(TransferParty from, TransferParty to) =>
        (InternalAccount.Is(from.AccountId), InternalAccount.Is(to.AccountId)) switch
    {
        (true, _) => new(to.AccountId, null),
        (_, true) => new(from.AccountId, null),
        _ => new(from.AccountId, to.AccountId),
    };

    internal bool AnyDelayed(LedgerState state) =>
        state.FindAccount(First) is { IsDelayed: true } || (Second is { } second && state.FindAccount(second) is { IsDelayed: true });
}
