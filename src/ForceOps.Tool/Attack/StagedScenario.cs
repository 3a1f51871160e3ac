using System.Text.Json.Nodes;

namespace ForceOps.Tool.Attack;

/// <summary>Sets the stage for one unit of work of a scenario: puts the faults, and does beside the work what the scenario says.</summary>
internal sealed class StagedScenario : IAsyncDisposable
{
    /// <summary>The time for which an outage lasts.</summary>
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(3);

    /// <summary>The time for which a service that restarts answers nothing.</summary>
    private static readonly TimeSpan Restart = TimeSpan.FromSeconds(1.5);

    /// <summary>The time by which late events are late.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(2);

    /// <summary>The longest time that an accepted operation needs to be denied.</summary>
    private static readonly TimeSpan DenialPatience = TimeSpan.FromSeconds(4);

    private readonly AttackedOrg _org;
    private readonly Scenario _scenario;
    private readonly Lesson _lesson;
    private readonly UnitOfWork _unit;
    private readonly Deliveries _deliveries;
    private readonly CancellationTokenSource _workEnded;
    private Task _beside = Task.CompletedTask;

    /// <summary>The processing codes that were taken away and are not back yet.</summary>
    private IReadOnlyList<System.Text.Json.JsonElement>? _taken;

    /// <summary>How often faults struck that are removed already.</summary>
    private long _struckBefore;

    private StagedScenario(
        Scenario scenario, AttackedOrg org, Deliveries deliveries, Lesson lesson, UnitOfWork unit, CancellationToken cancel)
    {
        (_scenario, _org, _deliveries, _lesson, _unit) = (scenario, org, deliveries, lesson, unit);
        _workEnded = CancellationTokenSource.CreateLinkedTokenSource(cancel);
    }

    internal static async Task<StagedScenario> BeginAsync(Scenario scenario, AttackedOrg org, Deliveries deliveries, AttackOptions options,
        Lesson lesson, UnitOfWork unit, int strike, CancellationToken cancel)
    {
        var staged = new StagedScenario(scenario, org, deliveries, lesson, unit, cancel);
        var number = 0;
        foreach (var fault in scenario.Faults)
        {
            foreach (var match in MatchesOf(fault, lesson, unit, strike))
                await org.FaultAsync(++number, match, fault.With(options.Slow));
        }
        switch (scenario.Beside)
        {
            case Disturbance.PauseDeliveries:
                await deliveries.PauseAsync(isPaused: true);
                break;
            case Disturbance.PassMidnight:
                var midnight = (await org.NowAsync()).UtcDateTime.Date.AddDays(1);
                await org.SetClockAsync(ClockAt(midnight.AddSeconds(-2)));
                break;
            case Disturbance.DenyBeforePosting when strike == 0:
                // What is accepted for later is checked when it is due. Only what comes before it in the unit needs what is taken away.
                await staged.ForbidAsync();
                break;
            case Disturbance.StayAway when strike == 0:
                // A client that comes back at once must not come before this rule.
                await org.FaultAsync(9, [], """{"drop":"before_commit"}""");
                break;
            case Disturbance.MoveMoney:
                await org.MoveAsync(unit.Account, unit.Amount + 1, Guid.CreateVersion7());
                break;
        }
        staged._beside = staged.DisturbAsync();
        return staged;
    }

    /// <summary>
    /// Ends the scenario for this unit: waits for deliveries where they are the scenario. Answers how often its faults struck.
    /// </summary>
    internal async Task<long> EndAsync(Func<Task> delivered)
    {
        // Late events come after the work, and are waited for.
        if (_scenario.Beside != Disturbance.PauseDeliveries)
            await _workEnded.CancelAsync();
        await _beside;
        if (_scenario.NeedsReceiver)
            await delivered();
        return _struckBefore + await _org.StruckAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _workEnded.CancelAsync();
        await _beside;
        await _org.ClearAsync();
        switch (_scenario.Beside)
        {
            case Disturbance.PassMidnight:
                await _org.SetClockAsync("""{"mode":"real"}""");
                break;
            case Disturbance.PauseDeliveries:
                await _deliveries.PauseAsync(isPaused: false);
                break;
            case Disturbance.DenyBeforePosting:
                await AllowAsync();
                break;
            default:
                break;
        }
        _workEnded.Dispose();
    }

    /// <summary>Returns what the rules of a fault match: one try of one operation, or everything.</summary>
    private static IEnumerable<JsonObject> MatchesOf(PlannedFault fault, Lesson lesson, UnitOfWork unit, int strike)
    {
        if (fault.IsOfDeliveries)
        {
            yield return lesson.HasOwnAccounts ? new JsonObject { ["account"] = unit.Account } : [];
        }
        else if (lesson.Routes.Count == 0)
        {
            yield return fault.Try is { } nth ? new JsonObject { ["nth"] = nth } : [];
        }
        else if (fault.Try is { } tried)
        {
            // Earlier operations of the unit by the same route come first.
            var route = lesson.Routes[strike];
            yield return new JsonObject
            {
                ["route"] = route, ["nth"] = tried + lesson.Routes.Take(strike).Count(other => string.Equals(other, route, StringComparison.Ordinal)),
            };
        }
        else
        {
            foreach (var route in lesson.Routes.Distinct(StringComparer.Ordinal))
                yield return new JsonObject { ["route"] = route };
        }
    }

    private static string ClockAt(DateTime time) => new JsonObject { ["mode"] = "offset", ["now"] = $"{time:yyyy-MM-ddTHH:mm:ss}Z" }.ToJsonString();

    private async Task DisturbAsync()
    {
        try
        {
            switch (_scenario.Beside)
            {
                case Disturbance.Nothing or Disturbance.MoveMoney:
                    break;
                case Disturbance.PauseDeliveries:
                    // The work ends meanwhile, and the unit with it: what comes late comes after it.
                    await Task.Delay(Late, _workEnded.Token);
                    await _deliveries.PauseAsync(isPaused: false);
                    break;
                case Disturbance.EndOutage:
                    await StruckAsync();
                    await Task.Delay(Outage, _workEnded.Token);
                    _struckBefore = await _org.StruckAsync();
                    await _org.ClearAsync();
                    break;
                case Disturbance.StayAway:
                    await StruckAsync();
                    await _org.FaultAsync(9, [], """{"drop":"before_commit"}""");
                    await Task.Delay(Restart, _workEnded.Token);
                    await _org.RemoveFaultAsync(9);
                    break;
                case Disturbance.PassMidnight:
                    await StruckAsync();
                    await _org.SetClockAsync(ClockAt((await _org.NowAsync()).UtcDateTime.Date.AddDays(1).AddSeconds(5)));
                    break;
                case Disturbance.DenyBeforePosting:
                    await StruckAsync();
                    await DenyAsync();
                    break;
            }
        }
        catch (OperationCanceledException) when (_workEnded.IsCancellationRequested)
        {
            // The work is done: nobody is there to be disturbed.
        }
    }

    /// <summary>
    /// Takes away what lets the operation be posted. A limit stops a transfer; a force ignores limits, and is stopped by the lack of its
    /// processing code.
    /// </summary>
    private async Task ForbidAsync()
    {
        await _org.SetAccountAsync(_unit.Account, """{"limits":{"per_operation":0.01}}""");
        _taken = await _org.TakeCodesAsync(_lesson.ProcessingCodes);
    }

    /// <summary>Waits until the accepted operation is denied.</summary>
    private async Task DenyAsync()
    {
        var denials = _org.Denied;
        if (_taken is null)
            await ForbidAsync();
        for (var waited = TimeSpan.Zero; waited < DenialPatience && await _org.DenialsAsync() == denials; waited += Look)
            await Task.Delay(Look, CancellationToken.None);
        await AllowAsync();
    }

    private async Task AllowAsync()
    {
        if (_taken is not { } taken)
            return;
        _taken = null;
        await _org.PutCodesAsync(taken);
        await _org.SetAccountAsync(_unit.Account, """{"limits":{"per_operation":null}}""");
    }

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(40);

    private async Task StruckAsync()
    {
        while (await _org.StruckAsync() == 0)
            await Task.Delay(Look, _workEnded.Token);
    }
}
