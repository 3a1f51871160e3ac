namespace ForceOps.Tests.Optimistic;

/// <summary>
/// Models the transactions of the writing path, one atomic step of the database at a time: the one statement of SimpleForcesSaver with
/// take_ids, the two round trips of LockingTransaction, and the worker's batch.
/// </summary>
internal sealed class ModelTransactions(Mutation mutation, ModelDatabase database, ModelService service)
{
    /// <summary>Does the session's next step; false when it has none now.</summary>
    internal bool TryStep(ref ModelState state, int self, out Violation violation)
    {
        ref var session = ref state.Sessions[self];
        violation = Violation.None;
        if (session.Step == SessionStep.None || database.WaitsFor(state, self) != ModelDatabase.Nobody)
            return false;
        // What a service would have to send next is never sent for those whose service no longer listens.
        if (session.IsOrphan != 0 && !IsAllSent(session))
            return false;
        switch (session.Step)
        {
            case SessionStep.Sent:
                Start(ref state, self);
                break;
            case SessionStep.Lock:
                Lock(ref state, self);
                break;
            case SessionStep.Look:
                Look(ref state, self);
                break;
            case SessionStep.ReadOrg:
                ReadOrg(ref state, self);
                break;
            case SessionStep.ReadWaiting:
                ReadTags(ref session.FoundWaiting, state.Books[session.Book].Waiting, session);
                session.Step = SessionStep.ReadPosted;
                break;
            case SessionStep.ReadPosted:
                ReadTags(ref session.Found, state.Books[session.Book].Posted, session);
                violation = Decide(ref state, self, ModelService.KnowsTheRules(ref state, ref session));
                break;
            case SessionStep.ReadRules:
                session.Rules = state.Books[session.Book].Rules;
                ref var memory = ref state.Memories[session.Service];
                (memory.RulesBook, memory.RulesLabel, memory.Rules) = (session.Book, session.Label, session.Rules);
                violation = Decide(ref state, self, knowsTheRules: true);
                break;
            case SessionStep.Insert:
                Insert(ref state, self);
                break;
            case SessionStep.Update:
                Update(ref state, self);
                break;
            case SessionStep.Commit:
                violation = database.Commit(ref state, self);
                if (session.IsOrphan != 0)
                    session = default;
                break;
            case SessionStep.Hear:
                violation = service.Hear(ref state, self);
                break;
            case SessionStep.None:
                break;
        }
        return true;
    }

    internal static bool IsAllSent(in ModelSession session) =>
        session.Path == SessionPath.Optimistic || session.Step is SessionStep.Insert or SessionStep.Update or SessionStep.Commit;

    /// <summary>The transaction is rolled back, and its service, if it still listens, runs the batch again.</summary>
    internal void Abort(ref ModelState state, int self)
    {
        var session = state.Sessions[self];
        state.Sessions[self] = default;
        if (session.IsOrphan != 0 || session.Path == SessionPath.Worker)
            return;
        service.Invalidate(ref state, session);
        service.RunAgain(ref state, session.Batch);
    }

    /// <summary>The statement begins: what it sees by itself is of this moment, however long it waits for its first lock.</summary>
    private void Start(ref ModelState state, int self)
    {
        ref var session = ref state.Sessions[self];
        session.Step = SessionStep.Lock;
        if (session.Path == SessionPath.Optimistic && mutation == Mutation.StableLook)
        {
            (session.SeenBook, session.SeenLabel) = (state.Book, state.Label);
            session.SeenWaiting = ModelDatabase.AnyWaits(state, session.Book) ? (byte)1 : (byte)0;
        }
        else if (session.Path == SessionPath.Optimistic && mutation == Mutation.IdsBeforeLocks)
            session.Id = ModelDatabase.NextId(state);
        else if (session.Path != SessionPath.Optimistic && mutation == Mutation.OrgBeforeLocks)
            (session.SeenBook, session.Label, session.Id) = (state.Book, state.Label, ModelDatabase.NextId(state));
        // A free lock is taken at once, unless something was seen before it: then somebody else may come in between.
        var hasSeen = mutation is Mutation.StableLook or Mutation.IdsBeforeLocks or Mutation.OrgBeforeLocks;
        if (!hasSeen && database.WaitsFor(state, self) == ModelDatabase.Nobody)
            Lock(ref state, self);
    }

    private void Lock(ref ModelState state, int self)
    {
        ref var session = ref state.Sessions[self];
        var order = database.LockOrder(session);
        var account = order[session.Index++];
        ref readonly var row = ref state.Books[session.Book].Accounts[account];
        if (database.Locks(session))
            session.Locked |= (byte)(1 << account);
        if (session.Path == SessionPath.Optimistic)
            session.Misfits |= Fits(row, session.Loaded[account]) ? (byte)0 : (byte)1;
        else
            session.Loaded[account] = ModelService.Read(row);
        if (session.Index < order.Length)
            return;
        (session.Index, session.Step) = (0, session.Path == SessionPath.Optimistic ? SessionStep.Look : SessionStep.ReadOrg);
    }

    private bool Fits(in AccountRow row, in AccountValue loaded) =>
        (row.Balance == loaded.Balance || mutation == Mutation.NoBalanceCompare)
        && (row.Version == loaded.Version || mutation == Mutation.NoVersionCompare);

    private bool SwapFits(in AccountRow row, in AccountValue loaded) => mutation == Mutation.LockedSwapNotCompared || Fits(row, loaded);

    /// <summary>take_ids: a volatile function, whose query sees what is committed now.</summary>
    private void Look(ref ModelState state, int self)
    {
        ref var session = ref state.Sessions[self];
        var isStable = mutation == Mutation.StableLook;
        var (book, label) = isStable ? (session.SeenBook, session.SeenLabel) : (state.Book, state.Label);
        var waits = isStable ? session.SeenWaiting != 0 : ModelDatabase.AnyWaits(state, session.Book);
        var asksBook = mutation is not (Mutation.NoBookCheck or Mutation.NoOrgCheck or Mutation.SwitchKeepsVersionAndNoBookCheck);
        var asksRules = mutation is not (Mutation.NoRulesCheck or Mutation.NoOrgCheck);
        if ((session.Misfits != 0 && mutation != Mutation.FitsIgnored)
            || (asksBook && book != session.Book) || (asksRules && label != session.Label)
            || (waits && mutation != Mutation.NoDelayedLook))
        {
            Abort(ref state, self);
            return;
        }
        if (mutation != Mutation.IdsBeforeLocks)
            session.Id = ModelDatabase.NextId(state);
        (session.Step, session.SeenBook, session.SeenLabel, session.SeenWaiting) = (SessionStep.Insert, 0, 0, 0);
    }

    private void ReadOrg(ref ModelState state, int self)
    {
        ref var session = ref state.Sessions[self];
        int book = session.SeenBook;
        if (mutation != Mutation.OrgBeforeLocks)
            (book, session.Label, session.Id) = (state.Book, state.Label, ModelDatabase.NextId(state));
        session.SeenBook = 0;
        if (!service.KnowsTheOrg(ref state, session, book))
        {
            Abort(ref state, self);
            return;
        }
        session.Step = session.Path == SessionPath.Locking && state.Memories[session.Service].KnowsWaiting != 0
            ? SessionStep.ReadWaiting
            : SessionStep.ReadPosted;
    }

    private void ReadTags(ref Pair<byte> found, in Triple<byte> tags, in ModelSession session)
    {
        var forces = database.ForcesOf(session);
        for (var i = 0; i < forces.Length; i++)
            found[i] = tags[forces[i].TrackingId];
    }

    private Violation Decide(ref ModelState state, int self, bool knowsTheRules)
    {
        ref var session = ref state.Sessions[self];
        session.Step = SessionStep.ReadRules;
        if (!knowsTheRules)
            return Violation.None;
        if (service.DecideLoaded(ref session))
        {
            (session.Step, session.Index) = (SessionStep.Insert, 0);
            return Violation.None;
        }
        var decided = session;
        session = default;
        return service.Answer(ref state, decided);
    }

    /// <summary>The next row is inserted, behind the unique key; a key that is committed by now fails the transaction.</summary>
    private void Insert(ref ModelState state, int self)
    {
        ref var session = ref state.Sessions[self];
        var index = session.Index;
        if (session.Outcomes[index] is ForceOutcome.Posted or ForceOutcome.Waits)
        {
            if (database.IsTaken(state, self, index))
            {
                Abort(ref state, self);
                return;
            }
            session.Inserted |= (byte)(1 << index);
        }
        if (++session.Index < database.ForcesOf(session).Length)
            return;
        // The swap of the locking path is a step of its own only where it has yet to lock what it compares.
        (session.Index, session.Step) = (0, database.Locks(session) || session.IsLate != 0 ? SessionStep.Commit : SessionStep.Update);
        var (rows, loaded) = (state.Books[session.Book].Accounts, session.Loaded);
        if (session.Path == SessionPath.Locking && session.IsLate == 0 && session.Step == SessionStep.Commit
            && !Array.TrueForAll(database.LockOrder(session), account => SwapFits(rows[account], loaded[account])))
            Abort(ref state, self);
    }

    private void Update(ref ModelState state, int self)
    {
        ref var session = ref state.Sessions[self];
        var order = database.LockOrder(session);
        var account = order[session.Index++];
        session.Locked |= (byte)(1 << account);
        if (!SwapFits(state.Books[session.Book].Accounts[account], session.Loaded[account]))
            Abort(ref state, self);
        else if (session.Index == order.Length)
            (session.Index, session.Step) = (0, SessionStep.Commit);
    }
}
