namespace ForceOps.Tests.Optimistic;

/// <summary>
/// Models what breaks: deadlocks, waits for locks that last too long, connections, services; and what BatchAttempts does about it.
/// </summary>
internal sealed class ModelFailures(
    Scenario scenario, Mutation mutation, ModelDatabase database, ModelService service, ModelTransactions transactions)
{
    /// <summary>Adds what can break for this session now.</summary>
    internal void AddOf(in ModelState state, int self, List<Successor> next)
    {
        ref readonly var session = ref state.Sessions[self];
        if (IsInCycle(state, self, out var ofRowsOnly))
        {
            var ended = state;
            transactions.Abort(ref ended, self);
            next.Add(new Successor(
                ended, new ModelEvent(EventKind.Deadlock, self, 0), ofRowsOnly ? Violation.Deadlock : Violation.None));
        }
        if (session.IsOrphan != 0)
        {
            var ended = state;
            transactions.Abort(ref ended, self);
            next.Add(new Successor(ended, new ModelEvent(EventKind.OrphanEnds, self, 0)));
            return;
        }
        if (state.TimeoutsLeft > 0 && database.WaitsFor(state, self) != ModelDatabase.Nobody)
            AddTimeout(state, self, next);
        if (state.LossesLeft > 0 && !scenario.Dies)
            AddLosses(state, self, next);
    }

    /// <summary>
    /// A lock was waited for in vain. The optimistic statement does not tell which; on the locking path a key that stays locked is refused
    /// with 503, and behind a row that stays locked the batch is accepted for later.
    /// </summary>
    private void AddTimeout(in ModelState state, int self, List<Successor> next)
    {
        var (ended, session) = (state, state.Sessions[self]);
        ended.TimeoutsLeft--;
        if (session.Path != SessionPath.Locking)
            transactions.Abort(ref ended, self);
        else if (session.Step == SessionStep.Lock)
            ModelService.BeginLate(ref ended, session.Batch);
        else
            ModelService.Forsake(ref ended, session.Batch);
        next.Add(new Successor(ended, new ModelEvent(EventKind.Timeout, self, 0)));
    }

    /// <summary>Whether the session waits for itself through others. PostgreSQL finds that out and ends one of them.</summary>
    private bool IsInCycle(in ModelState state, int self, out bool ofRowsOnly)
    {
        ofRowsOnly = true;
        var at = self;
        for (var length = 0; length < ModelState.SessionsMax; length++)
        {
            ofRowsOnly &= state.Sessions[at].Step != SessionStep.Insert;
            at = database.WaitsFor(state, at);
            if (at < 0)
                return false;
            if (at == self)
                return true;
        }
        return false;
    }

    /// <summary>The connection breaks. The service says what it does then; the transaction may go on without anybody who listens.</summary>
    private void AddLosses(in ModelState state, int self, List<Successor> next)
    {
        if (!TryOrphan(state, self, out var lost))
            return;
        lost.LossesLeft--;
        var session = state.Sessions[self];
        if (session.Path == SessionPath.Worker)
        {
            next.Add(new Successor(lost, new ModelEvent(EventKind.Lost, self, 0)));
            return;
        }
        service.Invalidate(ref lost, session);
        var mayBeCommitted = ModelTransactions.IsAllSent(session) || session.Step == SessionStep.Hear;
        if (mayBeCommitted && mutation == Mutation.LostIsCommitted)
        {
            var violation = service.Answer(ref lost, session);
            next.Add(new Successor(lost, new ModelEvent(EventKind.Lost, self, 0), violation));
            return;
        }
        for (var i = 0; i < ModelState.ForcesMax; i++)
        {
            if (mayBeCommitted && session.Outcomes[i] == ForceOutcome.Posted && mutation != Mutation.LostIsNotCommitted)
                lost.Batches[session.Batch].Lost |= (byte)(1 << i);
        }
        var refused = lost;
        ModelService.Forsake(ref refused, session.Batch);
        next.Add(new Successor(refused, new ModelEvent(EventKind.LostAndRefused, self, 0)));
        if (!mayBeCommitted && lost.Batches[session.Batch].Run > 1)
            return;
        service.RunAgain(ref lost, session.Batch);
        next.Add(new Successor(lost, new ModelEvent(EventKind.Lost, self, 0)));
    }

    /// <summary>Moves a transaction to a place of those whose service no longer listens, if the server has it still.</summary>
    private static bool TryOrphan(in ModelState state, int self, out ModelState lost)
    {
        lost = state;
        ref var session = ref lost.Sessions[self];
        if (session.Step != SessionStep.Hear)
        {
            var place = ModelState.Orphans;
            while (place < ModelState.SessionsMax && lost.Sessions[place].Step != SessionStep.None)
                place++;
            if (place == ModelState.SessionsMax)
                return false;
            lost.Sessions[place] = session;
            lost.Sessions[place].IsOrphan = 1;
        }
        session = default;
        return true;
    }

    internal static void AddDeaths(in ModelState state, List<Successor> next)
    {
        for (var service = 0; service < ModelState.Services && state.LossesLeft > 0; service++)
        {
            var (dead, fits, any) = (state, true, false);
            for (var self = 0; self < ModelState.Orphans; self++)
            {
                if (state.Sessions[self].Step == SessionStep.None || state.Sessions[self].Service != service)
                    continue;
                fits &= TryOrphan(dead, self, out dead);
                any = true;
                if (self < ModelState.BatchesMax)
                    ModelService.Forsake(ref dead, self);
            }
            if (!fits || !any)
                continue;
            dead.Memories[service] = default;
            dead.LossesLeft--;
            next.Add(new Successor(dead, new ModelEvent(EventKind.Dies, service, 0)));
        }
    }
}
