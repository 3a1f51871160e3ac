using System.Diagnostics;
using System.Text.Json;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Attack;

/// <summary>Attacks a client: calm times first, then one scenario after the other, then calm times again.</summary>
internal sealed class AttackRun(AttackedOrg org, Drive drive, AttackPlan plan, AttackOptions options, CancellationToken cancel)
{
    /// <summary>The most units of calm times: so many calls in a row show the habits of a client.</summary>
    private const int CalmUnitsMax = 32;

    /// <summary>The fewest units of calm times: what differs between three differs always.</summary>
    private const int CalmUnitsMin = 3;

    /// <summary>The window of findings, but for what was lost: longer than any client takes within one unit of work.</summary>
    private static readonly TimeSpan LongWindow = TimeSpan.FromMinutes(1);

    /// <summary>The time without anything new after which a unit that has posted what it should is done.</summary>
    private static readonly TimeSpan QuietTime = TimeSpan.FromMilliseconds(150);

    /// <summary>The pause between two looks: short at first, and longer while nothing new comes.</summary>
    private static readonly TimeSpan LookSoon = TimeSpan.FromMilliseconds(40);

    private static readonly TimeSpan LookSeldom = TimeSpan.FromMilliseconds(160);

    /// <summary>The time after which calm times end, once there are enough units.</summary>
    private static readonly TimeSpan CalmTime = TimeSpan.FromSeconds(3);

    private static readonly Scenario CalmBefore = new("calm", "Nothing goes wrong: this teaches what one unit of work looks like.");
    private static readonly Scenario CalmAfter = new("calm-again", "Nothing goes wrong any more: has the client recovered?");

    private readonly List<ScenarioResult> _results = [];
    private readonly List<(Scenario Scenario, DoneUnit Done)> _done = [];
    private readonly HashSet<string> _ofCalm = new(StringComparer.Ordinal);
    private readonly long _began = Stopwatch.GetTimestamp();
    private bool _believesOtherwise;
    private Deliveries _deliveries = null!;
    private Lesson _lesson = null!;

    /// <summary>Tells what goes on: the scenario that is played, and what is known so far.</summary>
    internal Action<Scenario, IReadOnlyList<ScenarioResult>> Telling { get; init; } = (_, _) => { };

    /// <summary>Attacks, and removes all faults in the end.</summary>
    internal async Task<AttackResult> RunAsync()
    {
        await org.BeginAsync();
        _deliveries = await Deliveries.BeginAsync(org.Service, options);
        try
        {
            var began = await org.NowAsync();
            var calm = await CalmAsync(CalmBefore, CalmUnitsMax);
            foreach (var scenario in options.Scenarios)
            {
                Telling(scenario, _results);
                _results.Add(Stopwatch.GetElapsedTime(_began) > options.Budget
                    ? Unplayed(scenario, Verdict.Inconclusive, $"no time was left: --budget is {options.Budget.TotalSeconds:0.#} s")
                    : WhyNot(scenario, calm.SendsTokens) is { } why
                        ? Unplayed(scenario, Verdict.NotExercised, why)
                        : await PlayAsync(scenario));
            }
            await CalmAsync(CalmAfter, CalmUnitsMin);
            await org.LookAsync();
            return new AttackResult(
                _lesson, [.. _results.Select(WithLatePostings)],
                (await org.JudgeAsync(began, LongWindow, _lesson.IsWorkByAccount)).Findings,
                Stopwatch.GetElapsedTime(_began));
        }
        finally
        {
            await org.ClearAsync();
            await _deliveries.EndAsync();
        }
    }

    /// <summary>Does units of work while nothing goes wrong; the first time they teach, later they are judged.</summary>
    private async Task<Judgement> CalmAsync(Scenario scenario, int unitsMax)
    {
        Telling(scenario, _results);
        var (since, began, units) = (await org.NowAsync(), Stopwatch.GetTimestamp(), new List<DoneUnit>());
        var isFirst = _lesson is null;
        while (units.Count < (options.IsSuite ? 1 : CalmUnitsMin)
            || (!options.IsSuite && units.Count < unitsMax && Stopwatch.GetElapsedTime(began) < CalmTime))
        {
            var done = await DoAsync(scenario, units.Count);
            units.Add(done);
            var isDone = units.Exists(unit => unit.Said.Kind == SaidKind.Done);
            if (isFirst && !isDone && (options.IsSuite || units.Count == CalmUnitsMin))
                throw ToolException.Wrong($"{drive.Words} {done.Said.Words}, although nothing went wrong: an attack begins with work that succeeds.");
            if (isFirst && done.Said.Kind == SaidKind.Done && done.Posted.Count == 0)
            {
                throw ToolException.Wrong($"{drive.Words} ran, and the org has no operation of it. Does the client call {org.Service.Address}, "
                    + $"with x-tenant {org.Service.Org ?? "of the default org, or none"}?");
            }
            if (isFirst && isDone)
                _lesson = Lesson.Of(units);
        }
        var judged = await JudgeAsync(since);
        var differences = await DifferencesAsync(scenario, [.. units.TakeLast(CalmUnitsMin)], since);
        if (units.Find(unit => unit.Said.Kind != SaidKind.Done) is { } failed)
            differences.Add(new Difference(DifferenceKind.Said, $"the client failed ({failed.Said.Words}), although nothing went wrong", []));
        // Who believes otherwise in calm times does so always, and no scenario is the reason.
        _believesOtherwise |= differences.Exists(difference => difference.Kind == DifferenceKind.Belief);
        _results.Add(Result(scenario, units, 0, judged, differences) with { Took = Stopwatch.GetElapsedTime(began) });
        _ofCalm.UnionWith(judged.Findings.Select(finding => finding.Text("id")!));
        return judged;
    }

    private async Task<ScenarioResult> PlayAsync(Scenario scenario)
    {
        var (since, units, struck, began) = (await org.NowAsync(), new List<DoneUnit>(), 0L, Stopwatch.GetTimestamp());
        foreach (var strike in plan.Strikes(scenario, _lesson).Where(strike => !scenario.IsDenied || _lesson.MayBeDenied(strike)))
        {
            var unit = plan.Unit(scenario.Name, units.Count);
            await using var staged = await StagedScenario.BeginAsync(scenario, org, _deliveries, options, _lesson, unit, strike, cancel);
            var said = await drive.RunAsync(unit, cancel);
            units.Add(await QuietAsync(unit, said, QuietTime));
            struck += await staged.EndAsync(() => _deliveries.WaitAsync(since, options.Patience, cancel));
        }
        foreach (var done in units)
            _done.Add((scenario, done));
        var judged = await JudgeAsync(since);
        var differences = await DifferencesAsync(scenario, units, since);
        return Result(scenario, units, struck, judged, differences) with { Took = Stopwatch.GetElapsedTime(began) };
    }

    /// <summary>Does one unit of work of calm times.</summary>
    private async Task<DoneUnit> DoAsync(Scenario scenario, int index)
    {
        var unit = plan.Unit(scenario.Name, index);
        // In calm times nothing comes late, but for what a client always does late.
        var done = await QuietAsync(unit, await drive.RunAsync(unit, cancel), index == 0 ? QuietTime : QuietTime / 10);
        _done.Add((scenario, done));
        return done;
    }

    /// <summary>
    /// Waits until nothing happens any more: shortly when the unit has posted what calm times taught, else for the whole patience, since
    /// the client may go on in the background.
    /// </summary>
    private async Task<DoneUnit> QuietAsync(UnitOfWork unit, Said said, TimeSpan quietTime)
    {
        var (quiet, posted, requests) = (Stopwatch.GetTimestamp(), new List<PostedOperation>(), new List<SeenRequest>());
        var pause = LookSoon;
        var (fromPosted, fromRequest) = (org.Posted.Count, org.Requests.Count);
        while (true)
        {
            if (await org.LookAsync())
                (quiet, pause) = (Stopwatch.GetTimestamp(), LookSoon);
            posted = [.. org.Posted.Skip(_lesson?.HasOwnAccounts == true ? 0 : fromPosted).Where(operation => IsOf(unit, operation))];
            requests = [.. org.Requests.Skip(fromRequest)];
            var isDone = _lesson is null
                ? posted.Count > 0 || said.Kind == SaidKind.Failed
                : said.Kind == SaidKind.Done && LedgerJudge.IsDone(_lesson, unit, posted);
            var wait = isDone ? quietTime : options.Patience;
            var left = wait - Stopwatch.GetElapsedTime(quiet);
            if (left <= TimeSpan.Zero)
                return new DoneUnit(unit, said, posted, requests);
            // Where nothing is expected any more, one look at the end is enough.
            await Task.Delay(!isDone && pause < left ? pause : left + TimeSpan.FromMilliseconds(1), cancel);
            pause = pause < LookSeldom ? pause * 2 : pause;
        }
    }

    /// <summary>Each unit has an account of its own, unless the drive does not take the one that it is given.</summary>
    private bool IsOf(UnitOfWork unit, PostedOperation operation) =>
        _lesson is not { HasOwnAccounts: true } || operation.Account == unit.Account;

    /// <summary>
    /// Judges by the rules. What was lost is known after the patience; for the rest the window is longer than a client's retries take.
    /// </summary>
    private async Task<Judgement> JudgeAsync(DateTimeOffset since)
    {
        var byAccount = _lesson.IsWorkByAccount;
        var all = await org.JudgeAsync(since, LongWindow, byAccount);
        var lost = (await org.JudgeAsync(since, options.Patience * 0.9, byAccount)).Findings.Where(IsOfLost);
        return all with { Findings = [.. all.Findings.Where(finding => !IsOfLost(finding)), .. lost] };
    }

    private static bool IsOfLost(JsonElement finding) => finding.Text("rule") is "lost-operation" or "cancel-lost";

    private async Task<List<Difference>> DifferencesAsync(Scenario scenario, IReadOnlyList<DoneUnit> units, DateTimeOffset since)
    {
        var differences = new List<Difference>();
        foreach (var done in units)
        {
            differences.AddRange(LedgerJudge.Differences(_lesson, done.Unit, done.Posted, scenario.IsDenied));
            if (LedgerJudge.SaidOtherwise(_lesson, done) is { } said)
                differences.Add(said);
            if (await BeliefAsync(done.Unit) is { } belief)
                differences.Add(belief);
        }
        if (await _deliveries.RefusedAsync(since) is { } refused)
            differences.Add(refused);
        return differences;
    }

    /// <summary>Compares what the client believes in with the ledger; the client may need a moment.</summary>
    private async Task<Difference?> BeliefAsync(UnitOfWork unit)
    {
        if (options.Belief is null || !_lesson.HasOwnAccounts || _believesOtherwise)
            return null;
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var (belief, balance) = (await options.Belief.OfAsync(unit, cancel), await org.BalanceAsync(unit.Account));
            if ((belief ?? 0) == (balance ?? 0))
                return null;
            if (Stopwatch.GetElapsedTime(began) > options.Patience)
            {
                return new Difference(DifferenceKind.Belief,
                    $"account {unit.Account} has {balance ?? 0:0.00}, and the client believes in {belief ?? 0:0.00}", []);
            }
            await Task.Delay(100, cancel);
        }
    }

    /// <summary>Says why a scenario cannot be played with this client; null when it can.</summary>
    private string? WhyNot(Scenario scenario, bool sendsTokens) => scenario switch
    {
        { Exercise: Exercise.Token } when !sendsTokens => "the client sends no token",
        { NeedsReceiver: true } when !_deliveries.Exist => "the org has no webhook; --webhook-url names the client's receiver",
        { Beside: Disturbance.MoveMoney } when options.Belief is null && !_deliveries.Exist =>
            "nobody can ask the client what it believes: --believes or --webhook-url",
        { Beside: Disturbance.DenyBeforePosting or Disturbance.MoveMoney } when !_lesson.HasOwnAccounts =>
            "the drive does not take the account that it is given ({{account}}, FORCEOPS_ACCOUNT)",
        _ => null,
    };

    private ScenarioResult Result(
        Scenario scenario, IReadOnlyList<DoneUnit> units, long struck, Judgement judged, IReadOnlyList<Difference> differences)
    {
        // What the client does in calm times too is no consequence of a scenario.
        var findings = judged.Findings.Where(finding => !_ofCalm.Contains(finding.Text("id")!)).ToList();
        var (verdict, why) = VerdictOf(scenario, units, struck, findings, differences);
        return new ScenarioResult(scenario, verdict, why, units.Count, struck, differences, findings,
            verdict == Verdict.Harmed ? [.. units.SelectMany(done => done.Requests).Select(StoryOf)] : []);
    }

    private (Verdict, string) VerdictOf(Scenario scenario, IReadOnlyList<DoneUnit> units, long struck,
        List<JsonElement> findings, IReadOnlyList<Difference> differences)
    {
        if (differences.Count > 0)
            return (Verdict.Harmed, differences[0].What);
        if (findings.Find(finding => finding.Text("severity") is "high" or "medium") is { ValueKind: JsonValueKind.Object } worst)
            return (Verdict.Harmed, $"{worst.Text("rule")}: {worst.Text("title")}");
        var isCalm = ReferenceEquals(scenario, CalmBefore) || ReferenceEquals(scenario, CalmAfter);
        var isMet = isCalm || scenario.Exercise switch
        {
            Exercise.Strike or Exercise.Token => struck > 0,
            Exercise.Denial => units.Any(done => done.Posted.Any(operation => operation.IsDenied)),
            Exercise.Conflict => units.Any(done => done.Requests.Any(request => request.Status == 409)),
            Exercise.Delivery => scenario.Faults.Count == 0 ? _deliveries.Latest > 0 : struck > 0,
            Exercise.Money => true,
        };
        if (!isMet)
        {
            return (Verdict.NotExercised, scenario.Exercise == Exercise.Conflict
                ? "the client did not come back often enough to hear the 409"
                : "no request of the client met it");
        }
        if (units.FirstOrDefault(done => done.Said.Kind == SaidKind.Nothing) is { } silent)
            return (Verdict.Inconclusive, $"{drive.Words} {silent.Said.Words}");
        return _lesson.Unsteady is { } unsteady
            ? (Verdict.Inconclusive, unsteady)
            : (Verdict.Survived, isCalm ? "as it should be" : "the ledger has what it should have");
    }

    private static ScenarioResult Unplayed(Scenario scenario, Verdict verdict, string why) => new(scenario, verdict, why, 0, 0, [], [], []);

    /// <summary>Looks once more at what each unit has posted: a client may repeat itself when nobody expects it any more.</summary>
    private ScenarioResult WithLatePostings(ScenarioResult result)
    {
        if (!_lesson.HasOwnAccounts || result.Verdict == Verdict.Harmed)
            return result;
        var late = _done.Where(pair => pair.Scenario == result.Scenario).SelectMany(pair => LedgerJudge.Differences(_lesson, pair.Done.Unit,
            org.Posted.Where(operation => operation.Account == pair.Done.Unit.Account), result.Scenario.IsDenied)).ToList();
        return late.Count == 0 ? result : result with { Verdict = Verdict.Harmed, Why = $"later: {late[0].What}", Differences = late };
    }

    private static string StoryOf(SeenRequest request) => string.Join("  ", new[]
    {
        $"request {request.Id}", $"{request.Method} {request.Route}", request.Status is { } status ? $"{status}" : "no answer", request.Code,
        request.Fault is null ? null : $"by {request.Fault}", request.AuthorizationId is { } id ? $"authorization {id}" : null,
    }.Where(part => part is not null));
}
