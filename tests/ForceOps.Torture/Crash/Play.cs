namespace ForceOps.Torture.Crash;

/// <summary>What came of one fault.</summary>
internal sealed record RoundResult(
    FaultKind Kind, int Strikes, int Kills, int Operations, IReadOnlyList<Problem> Problems, IReadOnlyList<string> Undocumented,
    IReadOnlyList<string> Hangs)
{
    internal bool IsClean => (Problems.Count, Undocumented.Count, Hangs.Count) is (0, 0, 0);
}

/// <summary>
/// An org with clients that post for as long as its stage lives. A round lets them post, strikes, brings everything back, lets them post
/// again, waits until every operation has an end, and then judges the whole history of the org.
/// </summary>
internal sealed class Play : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan EventPatience = TimeSpan.FromSeconds(120);

    private readonly Stage _stage;
    private readonly Tally _tally;
    private readonly Random _random;
    private readonly Caller _keeper;
    private readonly Faults _faults;
    private readonly IReadOnlyList<Client> _clients;
    private volatile bool _running;

    private Play(Stage stage, Tally tally, CrashPlan plan, Random random)
    {
        (_stage, _tally, _random) = (stage, tally, random);
        var org = $"TN-{Guid.NewGuid()}";
        _keeper = new Caller(stage.Services, tally, org);
        _faults = new Faults(stage, _keeper, tally, random);
        _clients = [.. Enumerable.Range(0, plan.Clients).Select(
            number => new Client(new Caller(stage.Services, tally, org), number, random.Next()))];
    }

    internal static async Task<Play> BeginAsync(Stage stage, Tally tally, CrashPlan plan, Random random)
    {
        var play = new Play(stage, tally, plan, random);
        await play._keeper.MustAsync(
            HttpMethod.Put, "/sandbox/accounts", $$"""{"from":1,"to":{{Client.AccountsOf(plan.Clients)}},"currency":"USD"}""");
        await play._keeper.MustAsync(HttpMethod.Put, $"/sandbox/accounts/{Client.SharedAccounts}", """{"processing":"delayed"}""");
        await play._keeper.MustAsync(
            HttpMethod.Put, "/sandbox/webhooks/all",
            $$"""{"url":"{{stage.Receiver.Url}}","types":["authorization-event","authorization-cancellation-event","platform-authorization"]}""");
        return play;
    }

    internal async Task<RoundResult> RunAsync(FaultKind kind)
    {
        var (settled, kills) = (_tally.Settled, _faults.Kills);
        (_running, _stage.Receiver.IsMoody) = (true, true);
        var posting = Task.WhenAll(_clients.Select(client => Task.Run(() => client.RunAsync(() => _running))));
        var struck = (Strikes: 0, Problems: (IReadOnlyList<Problem>)[]);
        try
        {
            await UntilSettledAsync(settled + _random.Next(5, _clients.Count * 18), posting);
            struck = await _faults.StrikeAsync(kind);
            await _faults.HealAsync();
            await UntilSettledAsync(_tally.Settled + (_clients.Count * 6), posting);
        }
        finally
        {
            _running = false;
            await posting;
        }
        var history = _clients.SelectMany(client => client.Log).ToList();
        var books = await ReadAsync(history);
        var (undocumented, hangs) = _tally.Take();
        return new RoundResult(
            kind, struck.Strikes, _faults.Kills - kills, _tally.Settled - settled,
            [.. struck.Problems, .. HistoryChecker.Check(history, books)], undocumented, hangs);
    }

    /// <summary>The story of an operation, as its client logged it; empty when nobody sent it.</summary>
    internal string Tell(string trackingId) => string.Join('\n', _clients.SelectMany(client => client.Log)
        .Where(operation => string.Equals(operation.TrackingId, trackingId, StringComparison.Ordinal)
            || string.Equals(operation.Of?.TrackingId, trackingId, StringComparison.Ordinal))
        .Select(operation => operation.Tell()));

    public ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
            client.Dispose();
        _keeper.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<Books> ReadAsync(IReadOnlyList<SentOperation> history)
    {
        var stored = history.Where(operation => operation.Fate is Fate.Posted or Fate.Denied)
            .Select(operation => operation.TrackingId).ToList();
        var began = _stage.Services.Elapsed;
        // In the end the receiver accepts: within a bounded time it has an event of everything that was stored.
        _stage.Receiver.IsMoody = false;
        while (!_stage.Receiver.HasAll(stored) && _stage.Services.Elapsed - began < EventPatience)
            await Task.Delay(50);
        return await BookReader.ReadAsync(
            _keeper, history.Where(operation => operation.Fate != Fate.Posted || operation.Moves.Count == 0)
                .Select(operation => operation.TrackingId), _stage.Receiver.Accepted);
    }

    private async Task UntilSettledAsync(int goal, Task posting)
    {
        var began = _stage.Services.Elapsed;
        while (_tally.Settled < goal && !posting.IsCompleted)
        {
            if (_stage.Services.Elapsed - began > Patience)
                throw new TortureException($"nothing is posted any more: {_tally.Settled} of {goal} operations after {Patience.TotalSeconds} s");
            await Task.Delay(5);
        }
    }
}
