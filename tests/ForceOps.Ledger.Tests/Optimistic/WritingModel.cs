namespace ForceOps.Tests.Optimistic;

/// <summary>
/// Models the writing path of two services on one database, with their clients, with people who change things, and with what breaks.
/// From a state it makes every state that can come next.
/// </summary>
internal sealed class WritingModel
{
    private readonly Scenario _scenario;
    private readonly ModelDatabase _database;
    private readonly ModelService _service;
    private readonly ModelTransactions _transactions;
    private readonly ModelFailures _failures;
    private readonly ModelChanges _changes;

    /// <param name="strictly">True to claim more than the house promises (<see cref="ModelClaims"/>).</param>
    internal WritingModel(Scenario scenario, Mutation mutation = Mutation.None, bool strictly = false)
    {
        _scenario = scenario;
        _database = new ModelDatabase(scenario, mutation, strictly);
        _service = new ModelService(scenario, mutation, _database, strictly);
        _transactions = new ModelTransactions(mutation, _database, _service);
        _failures = new ModelFailures(scenario, mutation, _database, _service, _transactions);
        _changes = new ModelChanges(scenario, mutation);
    }

    /// <summary>The first state: empty books, and both services remember them.</summary>
    internal ModelState First()
    {
        var state = new ModelState { Label = 1, LossesLeft = (byte)_scenario.Losses, TimeoutsLeft = (byte)_scenario.Timeouts };
        state.Books[0].Rules = 1;
        for (var service = 0; service < ModelState.Services; service++)
        {
            ref var memory = ref state.Memories[service];
            (memory.RulesLabel, memory.Rules, memory.Books[0].Exists) = (1, 1, 1);
            for (var account = 0; account < ModelState.Accounts; account++)
                memory.Books[0].Accounts[account].IsKnown = 1;
        }
        for (var batch = 0; batch < _scenario.Batches.Length; batch++)
            state.Batches[batch].Service = (byte)_scenario.Batches[batch].Service;
        return state;
    }

    /// <summary>Adds every state that can come next, and how.</summary>
    internal void AddNext(in ModelState state, List<Successor> next)
    {
        for (var batch = 0; batch < _scenario.Batches.Length; batch++)
            AddSends(state, batch, next);
        for (var session = 0; session < ModelState.SessionsMax; session++)
            AddSteps(state, session, next);
        if (_scenario.HasWorker)
            AddWork(state, next);
        AddChange(state, next);
        if (_scenario.Dies)
            ModelFailures.AddDeaths(state, next);
    }

    /// <summary>
    /// Says whether the end is one: every batch is answered or given up, and nothing waits that a worker could post.
    /// </summary>
    internal Violation EndOf(in ModelState state)
    {
        for (var batch = 0; batch < _scenario.Batches.Length; batch++)
        {
            if (state.Batches[batch].Step is BatchStep.NotSent or BatchStep.Running)
                return Violation.NobodyGoesOn;
        }
        for (var session = 0; session < ModelState.SessionsMax; session++)
        {
            if (state.Sessions[session].Step != SessionStep.None)
                return Violation.NobodyGoesOn;
        }
        return _scenario.HasWorker && ModelDatabase.AnyWaits(state, state.Book) ? Violation.NobodyGoesOn : Violation.None;
    }

    private void AddSends(in ModelState state, int batch, List<Successor> next)
    {
        var item = state.Batches[batch];
        var isRepeat = item is { Step: BatchStep.Unanswered, Generation: 0 } && _scenario.Repeats;
        if (item.Step != BatchStep.NotSent && !isRepeat)
            return;
        for (byte service = 0; service < ModelState.Services; service++)
        {
            if (!isRepeat && service != item.Service)
                continue;
            var sent = state;
            ref var begun = ref sent.Batches[batch];
            begun = new ModelBatch { Step = BatchStep.Running, Service = service, Run = 1, SentAfter = state.Answered };
            begun.Generation = isRepeat ? (byte)1 : (byte)0;
            var optimistic = sent;
            if (_service.TryDecideCached(ref optimistic, batch))
                next.Add(new Successor(optimistic, new ModelEvent(EventKind.SentOptimistic, batch, service)));
            ModelService.BeginLocking(ref sent, batch);
            next.Add(new Successor(sent, new ModelEvent(EventKind.SentLocking, batch, service)));
        }
    }

    private void AddSteps(in ModelState state, int self, List<Successor> next)
    {
        ref readonly var session = ref state.Sessions[self];
        if (session.Step == SessionStep.None)
            return;
        var stepped = state;
        if (_transactions.TryStep(ref stepped, self, out var violation))
            next.Add(new Successor(stepped, new ModelEvent(EventKind.Step, self, (int)session.Step), violation));
        _failures.AddOf(state, self, next);
    }

    /// <summary>The worker of the first service claims what waits, by SKIP LOCKED.</summary>
    private static void AddWork(in ModelState state, List<Successor> next)
    {
        if (state.Sessions[ModelState.Worker].Step != SessionStep.None)
            return;
        for (var trackingId = 0; trackingId < ModelState.TrackingIds; trackingId++)
        {
            var tag = state.Books[state.Book].Waiting[trackingId];
            if (tag == 0 || IsClaimed(state, tag))
                continue;
            var working = state;
            working.Sessions[ModelState.Worker] = new ModelSession
            {
                Step = SessionStep.Sent, Path = SessionPath.Worker, Book = state.Book, Work = (byte)(trackingId + 1), WorkTag = tag,
            };
            next.Add(new Successor(working, new ModelEvent(EventKind.WorkBegins, trackingId, 0)));
        }
    }

    private static bool IsClaimed(in ModelState state, byte tag)
    {
        for (var i = 0; i < ModelState.SessionsMax; i++)
        {
            if (state.Sessions[i].WorkTag == tag)
                return true;
        }
        return false;
    }

    private void AddChange(in ModelState state, List<Successor> next)
    {
        if (state.ChangesDone == _scenario.Changes.Count)
            return;
        var changed = state;
        var change = _scenario.Changes[state.ChangesDone];
        if (_changes.TryStep(ref changed, change))
            next.Add(new Successor(changed, new ModelEvent(EventKind.Change, (int)change, (int)state.ChangeStep)));
    }
}
