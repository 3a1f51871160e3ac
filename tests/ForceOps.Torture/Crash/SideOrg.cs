namespace ForceOps.Torture.Crash;

/// <summary>
/// An org of one fault, whose books are switched while something dies: a snapshot, a restore or a reset is done wholly or not at all, and
/// what is posted is that of one state or of the other.
/// </summary>
internal sealed class SideOrg : IDisposable
{
    private const int Accounts = 5;
    private const string Snapshot = "/sandbox/snapshots/kept";
    private const string Restore = $"{Snapshot}/restore";
    private const string Reset = "/sandbox/reset";

    private readonly Stage _stage;
    private readonly Faults _faults;
    private readonly Random _random;
    private readonly Caller _caller;
    private readonly Operations _operations;
    private readonly List<SentOperation> _posted = [];

    internal SideOrg(Stage stage, Faults faults, Tally tally, Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        (_stage, _faults, _random) = (stage, faults, random);
        _caller = new Caller(stage.Services, tally, $"TN-{new Guid(bytes)}");
        _operations = new Operations("side", random);
    }

    internal async Task<IReadOnlyList<Problem>> KillSnapshotAsync()
    {
        await FillAsync();
        var kept = _posted.ToList();
        var answered = await KillDuringAsync(HttpMethod.Put, Snapshot);
        var problems = new List<Problem>(await CheckAsync(kept));
        var taken = await _caller.AskAsync(HttpMethod.Get, Snapshot);
        if (answered && taken.Status != 200)
            problems.Add(new Problem(ProblemKind.Lost, null, $"the snapshot was acknowledged, and the look for it says {taken.Status} {taken.Text}"));
        if (taken.Status == 200 && taken.Json.GetProperty("authorizations").GetInt64() != kept.Count)
            problems.Add(new Problem(ProblemKind.Lost, null, $"the snapshot should have {kept.Count} authorizations: {taken.Text}"));
        if (taken.Status != 200)
            await _caller.MustAsync(HttpMethod.Put, Snapshot);
        await PostAsync();
        await _caller.MustAsync(HttpMethod.Post, Restore);
        return [.. problems, .. await CheckAsync(kept)];
    }

    internal async Task<IReadOnlyList<Problem>> KillRestoreAsync()
    {
        await FillAsync();
        var kept = _posted.ToList();
        await _caller.MustAsync(HttpMethod.Put, Snapshot);
        await PostAsync();
        var answered = await KillDuringAsync(HttpMethod.Post, Restore);
        var problems = await CheckAsync(kept, answered ? null : _posted);
        await _caller.MustAsync(HttpMethod.Post, Restore);
        return [.. problems, .. await CheckAsync(kept)];
    }

    internal async Task<IReadOnlyList<Problem>> KillResetAsync()
    {
        await FillAsync();
        var answered = await KillDuringAsync(HttpMethod.Post, Reset);
        var problems = await CheckAsync([], answered ? null : _posted);
        await _caller.MustAsync(HttpMethod.Post, Reset);
        return [.. problems, .. await CheckAsync([])];
    }

    internal async Task<IReadOnlyList<Problem>> KillSweepAsync()
    {
        for (var book = 0; book < 3; book++)
        {
            await FillAsync();
            await _caller.MustAsync(HttpMethod.Post, Reset);
        }
        _posted.Clear();
        await PostAsync();
        // The first of them is a second old by now or soon, and then rows are removed for a while.
        await Task.Delay(_random.Next(0, 2500));
        await _faults.KillOneOfTwoAsync();
        await _faults.HealAsync();
        return await CheckAsync(_posted);
    }

    public void Dispose() => _caller.Dispose();

    /// <summary>Opens accounts, so that a copy of the books takes a while, and posts.</summary>
    private async Task FillAsync()
    {
        await _caller.MustAsync(HttpMethod.Put, "/sandbox/accounts", """{"from":1,"to":1500,"currency":"USD"}""");
        await PostAsync();
    }

    private async Task PostAsync()
    {
        var operations = Enumerable.Range(0, 15).Select(i => _operations.Force(1 + (i % Accounts), 1 + i, credit: i % 3 != 0)).ToList();
        _posted.AddRange(operations);
        await Task.WhenAll(operations.Select(_caller.SettleAsync));
    }

    /// <summary>Sends once and kills somewhere meanwhile, or just before or after; answers whether it was acknowledged.</summary>
    private async Task<bool> KillDuringAsync(HttpMethod method, string path)
    {
        if (_stage.Services.Any() is not { } service)
            throw new TortureException("no service is up");
        var sending = _caller.TrySendAsync(service, method, path, null);
        await Task.Delay(_random.Next(0, 60));
        await _faults.KillOneOfTwoAsync();
        var heard = await sending;
        await _faults.HealAsync();
        return heard?.Status is 200 or 201;
    }

    /// <summary>Finds nothing when the books are those of one of the states, else what is wrong with the first of them.</summary>
    private async Task<IReadOnlyList<Problem>> CheckAsync(
        IReadOnlyList<SentOperation> state, IReadOnlyList<SentOperation>? orElse = null)
    {
        var books = await BookReader.ReadAsync(_caller, [], events: null);
        var problems = HistoryChecker.Check(state, books);
        if (problems.Count == 0 || (orElse is not null && HistoryChecker.Check(orElse, books).Count == 0))
            return [];
        return [.. problems.Select(
            problem => problem with { Text = $"org {_caller.Org}, {(orElse is null ? "one state" : "two states")} possible: {problem.Text}" })];
    }
}
