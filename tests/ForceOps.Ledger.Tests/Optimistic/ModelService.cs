namespace ForceOps.Tests.Optimistic;

/// <summary>
/// Models what a service does between two messages to the database: what it decides, what it remembers, what it does about a failure and
/// what it answers. It follows OptimisticTransaction, LockingTransaction, BatchAttempts and the caches by name.
/// </summary>
internal sealed class ModelService(Scenario scenario, Mutation mutation, ModelDatabase database, bool strictly)
{
    /// <summary>AccountCache.CanDecide and Decide: true when the batch goes the optimistic way, decided on what is remembered.</summary>
    internal bool TryDecideCached(ref ModelState state, int batch)
    {
        ref var memory = ref state.Memories[state.Batches[batch].Service];
        var forces = scenario.Batches[batch].Forces;
        if (memory.RulesLabel == 0 || memory.Rules == 0 || memory.Books[memory.RulesBook].Exists == 0
            || Array.Exists(forces, force => force.IsDelayed))
            return false;
        ref var session = ref state.Sessions[batch];
        (session.Book, session.Label, session.Rules) = (memory.RulesBook, memory.RulesLabel, memory.Rules);
        Begin(ref session, state.Batches[batch], batch, SessionPath.Optimistic);
        var accounts = database.LockOrder(session);
        foreach (var account in accounts)
        {
            ref var cached = ref memory.Books[session.Book].Accounts[account];
            // AccountPreload: what is not cached is read, without a lock.
            if (cached.IsKnown == 0)
                cached = Read(state.Books[session.Book].Accounts[account]);
            if (cached.IsDelayed != 0)
                return false;
            (session.Loaded[account], session.Balances[account]) = (cached, cached.Balance);
        }
        for (var i = 0; i < forces.Length; i++)
        {
            session.Outcomes[i] = ForceOutcome.Posted;
            session.Balances[forces[i].Account] += (sbyte)forces[i].Amount;
        }
        // The new values are remembered at once, so that the next batch can build on them.
        foreach (var account in accounts)
        {
            ref var cached = ref memory.Books[session.Book].Accounts[account];
            (cached.Balance, cached.Version) = (session.Balances[account], (byte)(cached.Version + 1));
        }
        return true;
    }

    internal static void BeginLocking(ref ModelState state, int batch)
    {
        ref var session = ref state.Sessions[batch];
        session = default;
        session.Book = state.Memories[state.Batches[batch].Service].Book;
        Begin(ref session, state.Batches[batch], batch, SessionPath.Locking);
    }

    private static void Begin(ref ModelSession session, in ModelBatch batch, int index, SessionPath path)
    {
        (session.Step, session.Path, session.Batch, session.IsLate) = (SessionStep.Sent, path, (byte)index, batch.IsLate);
        (session.Service, session.Generation, session.SentAfter) = (batch.Service, batch.Generation, batch.SentAfter);
    }

    internal static AccountValue Read(in AccountRow row) =>
        new() { IsKnown = 1, Balance = row.Balance, Version = row.Version, IsDelayed = row.IsDelayed };

    /// <summary>LockingTransaction behind ReadOrg: false when the batch must begin again, since it read the rows of another book.</summary>
    internal bool KnowsTheOrg(ref ModelState state, in ModelSession session, int book)
    {
        ref var memory = ref state.Memories[session.Service];
        if (book != session.Book && mutation != Mutation.BookTrusted)
        {
            memory.Book = (byte)book;
            memory.Books[session.Book] = default;
            return false;
        }
        if (!ModelDatabase.AnyWaits(state, book))
            memory.KnowsWaiting = 0;
        else if (session.Path == SessionPath.Locking && memory.KnowsWaiting == 0)
        {
            memory.KnowsWaiting = 1;
            return false;
        }
        return true;
    }

    /// <summary>RulesCache.GetAsync: true when the rules need not be read.</summary>
    internal static bool KnowsTheRules(ref ModelState state, ref ModelSession session)
    {
        ref var memory = ref state.Memories[session.Service];
        session.Rules = memory.Rules;
        return memory.RulesLabel == session.Label && memory.RulesBook == session.Book;
    }

    /// <summary>Ledger.Decide for each force of the batch; Ledger.Finish for what waited. True when there is something to save.</summary>
    internal bool DecideLoaded(ref ModelSession session)
    {
        var forces = database.ForcesOf(session);
        foreach (var force in forces)
            session.Balances[force.Account] = session.Loaded[force.Account].Balance;
        var saves = session.Path == SessionPath.Worker;
        for (var i = 0; i < forces.Length; i++)
        {
            session.Outcomes[i] = OutcomeOf(session, forces[i], i);
            if (session.Outcomes[i] == ForceOutcome.Posted)
                session.Balances[forces[i].Account] += (sbyte)forces[i].Amount;
            saves |= session.Outcomes[i] is ForceOutcome.Posted or ForceOutcome.Waits;
        }
        return saves;
    }

    private ForceOutcome OutcomeOf(in ModelSession session, ModelForce force, int index)
    {
        if (session.Path == SessionPath.Worker)
        {
            var isPosted = session.Found[index] != 0 && mutation != Mutation.WorkerDoesNotLook;
            return isPosted || session.Rules == 0 ? ForceOutcome.Done : ForceOutcome.Posted;
        }
        return session.Found[index] != 0 ? ForceOutcome.Repeated
            : session.FoundWaiting[index] != 0 ? Repeats(session, index) ? ForceOutcome.WaitsAlready : ForceOutcome.Repeated
            : force.IsDelayed || session.IsLate != 0 || session.Loaded[force.Account].IsDelayed != 0 ? ForceOutcome.Waits
            : session.Rules == 0 ? ForceOutcome.Refused : ForceOutcome.Posted;
    }

    /// <summary>What waits under the tracking id is the same request when the same clients sent it.</summary>
    private static bool Repeats(in ModelSession session, int index) => ModelDatabase.BatchOf(session.FoundWaiting[index]) == session.Batch;

    /// <summary>The batch failed and nothing of it is committed: it runs again, on the locking path.</summary>
    internal void RunAgain(ref ModelState state, int batch)
    {
        ref var item = ref state.Batches[batch];
        if (item.Run++ < scenario.RunsMax)
        {
            BeginLocking(ref state, batch);
            return;
        }
        Forsake(ref state, batch);
    }

    /// <summary>BatchRunner.RefuseAsync: a row stays locked, and the batch is accepted for later, behind no lock.</summary>
    internal static void BeginLate(ref ModelState state, int batch)
    {
        (state.Batches[batch].IsLate, state.Batches[batch].Run) = (1, 1);
        BeginLocking(ref state, batch);
    }

    /// <summary>Its clients hear 503, or nothing; they may send the request again.</summary>
    internal static void Forsake(ref ModelState state, int batch)
    {
        ref var item = ref state.Batches[batch];
        (item.Step, item.Run, item.Lost, item.IsLate) = (BatchStep.Unanswered, 0, 0, 0);
        state.Sessions[batch] = default;
    }

    /// <summary>AccountCache.Invalidate, for a batch whose optimistic transaction failed or was lost.</summary>
    internal void Invalidate(ref ModelState state, in ModelSession session)
    {
        if (session.Path != SessionPath.Optimistic || mutation == Mutation.CacheNotInvalidated)
            return;
        foreach (var account in database.LockOrder(session))
            state.Memories[session.Service].Books[session.Book].Accounts[account] = default;
    }

    /// <summary>The commit is heard of: AccountCache.AddCommitted, and every caller is answered.</summary>
    internal Violation Hear(ref ModelState state, int self)
    {
        var session = state.Sessions[self];
        ref var memory = ref state.Memories[session.Service];
        if (session.Path != SessionPath.Optimistic)
        {
            memory.Books[session.Book].Exists = 1;
            foreach (var account in database.LockOrder(session))
            {
                ref var cached = ref memory.Books[session.Book].Accounts[account];
                var raise = session.Balances[account] == session.Loaded[account].Balance ? 0 : 1;
                cached = session.Loaded[account];
                (cached.Balance, cached.Version) = (session.Balances[account], (byte)(cached.Version + raise));
            }
        }
        state.Sessions[self] = default;
        return session.Path == SessionPath.Worker ? Violation.None : Answer(ref state, session);
    }

    /// <summary>PendingOperation.Resolution for every force of the batch.</summary>
    internal Violation Answer(ref ModelState state, in ModelSession session)
    {
        ref var batch = ref state.Batches[session.Batch];
        var (forces, violation) = (database.ForcesOf(session), Violation.None);
        for (var i = 0; i < forces.Length; i++)
        {
            var (tag, isLost) = (ModelDatabase.TagOf(session, i), (batch.Lost >> i & 1) != 0);
            var isOwn = isLost && (session.Found[i] == tag || mutation == Mutation.AnyRowIsOwn);
            var answer = session.Outcomes[i] switch
            {
                ForceOutcome.Posted => ForceAnswer.Posted,
                ForceOutcome.Repeated when isOwn => ForceAnswer.Posted,
                ForceOutcome.Repeated => ForceAnswer.Repeated,
                ForceOutcome.Refused when isLost && mutation != Mutation.RefusalIsFinal => ForceAnswer.Unknown,
                ForceOutcome.Refused => ForceAnswer.Refused,
                ForceOutcome.Waits or ForceOutcome.WaitsAlready => ForceAnswer.Waits,
                ForceOutcome.None or ForceOutcome.Done => ForceAnswer.None,
            };
            batch.Answers[i] = answer;
            var found = ModelClaims.OfAnswer(state, session, forces[i], tag, answer, strictly);
            violation = violation == Violation.None ? found : violation;
        }
        (batch.Step, batch.Run, batch.Lost, batch.IsLate) = (BatchStep.Answered, 0, 0, 0);
        state.Sessions[session.Batch] = default;
        return violation;
    }
}
