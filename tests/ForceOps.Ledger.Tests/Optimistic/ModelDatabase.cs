namespace ForceOps.Tests.Optimistic;

/// <summary>
/// Models what PostgreSQL does for the writing path under READ COMMITTED: row locks, unique keys that make others wait, the sequence, the
/// commit. Rows of a transaction are seen by others when it has committed.
/// </summary>
internal sealed class ModelDatabase
{
    /// <summary>The session that a transaction waits for: -1 for none, and <see cref="Person"/> for a person's change.</summary>
    internal const int Nobody = -1, Person = -2;

    /// <summary>Marks who waits without having locked the account.</summary>
    private const byte Late = 0x40;

    private readonly Mutation _mutation;
    private readonly bool _strictly;
    private readonly ModelForce[][] _batches;
    private readonly ModelForce[][] _works = new ModelForce[32][];
    private readonly int[][] _batchOrders;
    private readonly int[][] _workOrders = new int[32][];

    /// <param name="strictly">True to claim more than the house promises (<see cref="ModelClaims.OfPosting"/>).</param>
    internal ModelDatabase(Scenario scenario, Mutation mutation, bool strictly)
    {
        (_mutation, _strictly) = (mutation, strictly);
        _batches = [.. scenario.Batches.Select(batch => batch.Forces)];
        _batchOrders = [.. _batches.Select(OrderOf)];
        for (var batch = 0; batch < _batches.Length; batch++)
        {
            for (var force = 0; force < 2 * _batches[batch].Length; force++)
            {
                var tag = TagOf(batch, force / 2, force % 2);
                _works[tag] = [_batches[batch][force / 2]];
                _workOrders[tag] = OrderOf(_works[tag]);
            }
        }
    }

    /// <summary>Names a request that a client sent: its batch, its place there, and whether it was sent once more.</summary>
    internal static byte TagOf(int batch, int force, int generation) => (byte)(1 + (batch * 4) + (force * 2) + generation);

    internal static int BatchOf(byte tag) => ((tag & ~Late) - 1) / 4;

    internal ModelForce[] ForcesOf(in ModelSession session) =>
        session.Path == SessionPath.Worker ? _works[session.WorkTag & ~Late] : _batches[session.Batch];

    internal static byte TagOf(in ModelSession session, int force) =>
        session.Path == SessionPath.Worker ? (byte)(session.WorkTag & ~Late) : TagOf(session.Batch, force, session.Generation);

    /// <summary>The accounts of a transaction in the order in which it locks them.</summary>
    internal int[] LockOrder(in ModelSession session) =>
        session.Path == SessionPath.Worker ? _workOrders[session.WorkTag & ~Late] : _batchOrders[session.Batch];

    private int[] OrderOf(ModelForce[] forces)
    {
        var accounts = forces.Select(force => force.Account).Distinct();
        return [.. _mutation == Mutation.UnorderedLocks ? accounts : accounts.Order()];
    }

    /// <summary>Who has the account's row locked, besides this session.</summary>
    internal static int HolderOf(in ModelState state, int book, int account, int self)
    {
        for (var i = 0; i < ModelState.SessionsMax; i++)
        {
            if (i != self && state.Sessions[i].Book == book && (state.Sessions[i].Locked >> account & 1) != 0)
                return i;
        }
        return state.ChangeStep == ChangeStep.Locked && state.ChangeBook == book && account == 0 ? Person : Nobody;
    }

    /// <summary>Who has inserted the key without having committed it, besides this session.</summary>
    internal int KeyHolderOf(in ModelState state, int self, int trackingId, bool waits)
    {
        if (_mutation == Mutation.NoUniqueIndex && !waits)
            return Nobody;
        for (var i = 0; i < ModelState.SessionsMax; i++)
        {
            ref readonly var other = ref state.Sessions[i];
            if (i == self || other.Inserted == 0 || other.Book != state.Sessions[self].Book)
                continue;
            var forces = ForcesOf(other);
            for (var force = 0; force < forces.Length; force++)
            {
                if ((other.Inserted >> force & 1) != 0 && forces[force].TrackingId == trackingId
                    && other.Outcomes[force] == ForceOutcome.Waits == waits)
                    return i;
            }
        }
        return Nobody;
    }

    /// <summary>Whether the session locks the accounts that it reads; one that only accepts for later does not.</summary>
    internal bool Locks(in ModelSession session) =>
        session.Path == SessionPath.Optimistic || (session.IsLate == 0 && _mutation != Mutation.ReadWithoutLocks);

    /// <summary>Whom the session waits for now.</summary>
    internal int WaitsFor(in ModelState state, int self)
    {
        ref readonly var session = ref state.Sessions[self];
        return session.Step switch
        {
            SessionStep.Lock when !Locks(session) => Nobody,
            SessionStep.Lock => HolderOf(state, session.Book, LockOrder(session)[session.Index], self),
            SessionStep.Update => HolderOf(state, session.Book, LockOrder(session)[session.Index], self),
            SessionStep.Insert when session.Outcomes[session.Index] is ForceOutcome.Posted or ForceOutcome.Waits =>
                KeyHolderOf(
                    state, self, ForcesOf(session)[session.Index].TrackingId, session.Outcomes[session.Index] == ForceOutcome.Waits),
            SessionStep.Insert or SessionStep.None or SessionStep.Sent or SessionStep.Look or SessionStep.ReadOrg or SessionStep.ReadWaiting
                or SessionStep.ReadPosted or SessionStep.ReadRules or SessionStep.Commit or SessionStep.Hear => Nobody,
        };
    }

    /// <summary>Whether the key is committed in the session's book.</summary>
    internal bool IsTaken(in ModelState state, int self, int force)
    {
        ref readonly var session = ref state.Sessions[self];
        var trackingId = ForcesOf(session)[force].TrackingId;
        return session.Outcomes[force] == ForceOutcome.Waits
            ? state.Books[session.Book].Waiting[trackingId] != 0
            : _mutation != Mutation.NoUniqueIndex && state.Books[session.Book].Posted[trackingId] != 0;
    }

    internal static bool AnyWaits(in ModelState state, int book)
    {
        for (var i = 0; i < ModelState.TrackingIds; i++)
        {
            if (state.Books[book].Waiting[i] != 0)
                return true;
        }
        return false;
    }

    /// <summary>Takes the next id: more than every id that still matters. <see cref="Renumber"/> keeps the numbers small.</summary>
    internal static byte NextId(in ModelState state)
    {
        byte latest = 0;
        for (var i = 0; i < ModelState.SessionsMax; i++)
            latest = Math.Max(latest, state.Sessions[i].Id);
        for (var book = 0; book < 2; book++)
        {
            for (var account = 0; account < ModelState.Accounts; account++)
                latest = Math.Max(latest, state.Books[book].Accounts[account].LastId);
        }
        return (byte)(latest + 1);
    }

    /// <summary>Replaces ids by their ranks: only their order matters, so states that differ by nothing else are one.</summary>
    internal static void Renumber(ref ModelState state)
    {
        var used = 0;
        for (var i = 0; i < ModelState.SessionsMax; i++)
            used |= 1 << state.Sessions[i].Id;
        for (var i = 0; i < 2 * ModelState.Accounts; i++)
            used |= 1 << state.Books[i / ModelState.Accounts].Accounts[i % ModelState.Accounts].LastId;
        used &= ~1;
        for (var i = 0; i < ModelState.SessionsMax; i++)
            state.Sessions[i].Id = Rank(state.Sessions[i].Id);
        for (var i = 0; i < 2 * ModelState.Accounts; i++)
        {
            ref var account = ref state.Books[i / ModelState.Accounts].Accounts[i % ModelState.Accounts];
            account.LastId = Rank(account.LastId);
        }

        byte Rank(byte id) => id == 0 ? id : (byte)System.Numerics.BitOperations.PopCount((uint)(used & ((2 << id) - 1)));
    }

    /// <summary>Commits: what the transaction wrote is there for everybody, and its locks and keys are free.</summary>
    internal Violation Commit(ref ModelState state, int self)
    {
        ref var session = ref state.Sessions[self];
        ref var book = ref state.Books[session.Book];
        var (forces, violation) = (ForcesOf(session), Violation.None);
        for (var i = 0; i < forces.Length; i++)
        {
            var (force, tag) = (forces[i], TagOf(session, i));
            if (session.Outcomes[i] == ForceOutcome.Posted)
            {
                Note(ref violation, ModelClaims.OfPosting(state, session, force, tag, _strictly));
                // What waits on the same account was accepted behind the lock that the posting has, unless nothing could be locked.
                if (book.Waiting[force.TrackingId] is > 0 and < Late and var waits && session.Path != SessionPath.Worker
                    && _works[waits][0].Account == force.Account)
                    Note(ref violation, Violation.WaitsAndPosted);
                book.Posted[force.TrackingId] = tag;
                book.Accounts[force.Account].Moved += (sbyte)force.Amount;
            }
            if (session.Outcomes[i] == ForceOutcome.Waits)
                book.Waiting[force.TrackingId] = (byte)(tag | (session.IsLate != 0 ? Late : 0));
            if (session.Path == SessionPath.Worker)
                book.Waiting[force.TrackingId] = 0;
        }
        foreach (var account in LockOrder(session))
        {
            ref var row = ref book.Accounts[account];
            Write(ref row, session, account);
            if (row.Balance != row.Moved)
                Note(ref violation, Violation.BalanceIsNotTheSum);
        }
        (session.Locked, session.Inserted, session.Id) = (0, 0, 0);
        session.Step = SessionStep.Hear;
        return violation;
    }

    /// <summary>The locking path writes only what has changed; the optimistic one writes every account of the batch.</summary>
    private static void Write(ref AccountRow row, in ModelSession session, int account)
    {
        var balance = session.Balances[account];
        if (session.Outcomes[0] == ForceOutcome.Posted || session.Outcomes[1] == ForceOutcome.Posted)
            row.LastId = session.Id;
        if (session.Path != SessionPath.Optimistic && balance == session.Loaded[account].Balance)
            return;
        (row.Balance, row.Version) = (balance, (byte)(row.Version + 1));
    }

    private static void Note(ref Violation noted, Violation found) => noted = noted == Violation.None ? found : noted;
}
