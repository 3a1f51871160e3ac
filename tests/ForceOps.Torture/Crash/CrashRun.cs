using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace ForceOps.Torture.Crash;

/// <summary>Plays one round after the other on stages that are made anew from time to time, and adds up what came of them.</summary>
internal sealed class CrashRun(CrashPlan plan, TextWriter output)
{
    /// <summary>After so many rounds the history begins anew, so that judging it stays a matter of seconds.</summary>
    private const int RoundsOfAStage = 20;

    private readonly Random _random = new(plan.Seed);
    private readonly Tally _tally = new();
    private readonly SortedDictionary<FaultKind, TrustRow> _rows = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<FaultKind> _left = [.. plan.Faults];
    private int _kills;

    private bool IsOver => plan.Once ? _left.Count == 0 : _clock.Elapsed.TotalMinutes >= plan.Minutes && _kills >= plan.Kills;

    /// <summary>True when every row is clean.</summary>
    internal async Task<bool> RunAsync()
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"crash: seed {plan.Seed}, {plan.Services} services, {plan.Clients} clients, {plan.Minutes} minutes and {plan.Kills} kills, faults {string.Join(' ', plan.Faults.Select(FaultWords.NameOf))}"));
        while (!IsOver)
            await PlayAsync();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"crash: {_kills} processes killed in {_clock.Elapsed:hh\\:mm\\:ss}, seed {plan.Seed}; this program used {Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds:F1} s of processor time"));
        output.WriteLine();
        output.WriteLine(TrustRow.Heads);
        foreach (var row in _rows.Values)
            output.WriteLine(row);
        return _rows.Values.All(row => row.IsClean);
    }

    private async Task PlayAsync()
    {
        await using var stage = await Stage.SetUpAsync(plan.Services);
        if (stage.Disk is null && _left.Remove(FaultKind.FullDisk))
        {
            output.WriteLine("!!! SKIPPED: full-disk. This user may not mount a small file system; run as root on Linux to prove what a full disk does.");
            if (_left.Count == 0)
                throw new TortureException("No fault is left to play.");
        }
        await using var play = await Play.BeginAsync(stage, _tally, plan, _random);
        for (var round = 0; round < RoundsOfAStage && !IsOver; round++)
        {
            var kind = _left[_random.Next(_left.Count)];
            if (plan.Once)
                _left.Remove(kind);
            var (began, unanswered) = (_clock.Elapsed, _tally.Unanswered);
            RoundResult result;
            try
            {
                result = await play.RunAsync(kind);
            }
            catch (Exception stuck) when (stuck is TortureException or InvalidOperationException or TimeoutException or NpgsqlException)
            {
                // Something did not come back: a service that does not start, a database that takes nobody.
                var (undocumented, hangs) = _tally.Take();
                result = new RoundResult(kind, 1, 0, 0, [], undocumented, [stuck.Message, .. hangs]);
            }
            Add(result);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{_clock.Elapsed:hh\\:mm\\:ss} {FaultWords.NameOf(kind)} x{result.Strikes}, {result.Operations} operations, {_tally.Unanswered - unanswered} tries unanswered, {(_clock.Elapsed - began).TotalSeconds:F1} s, {_kills} kills so far: {(result.IsClean ? "clean" : "NOT CLEAN")}"));
            if (!result.IsClean)
            {
                Tell(result, play, stage);
                return;
            }
        }
    }

    private void Add(RoundResult result)
    {
        _kills += result.Kills;
        var row = _rows.GetValueOrDefault(result.Kind) ?? new TrustRow(FaultWords.RowOf(result.Kind), 0, 0, 0, 0, 0, 0);
        _rows[result.Kind] = row with
        {
            Count = row.Count + result.Strikes,
            Operations = row.Operations + result.Operations,
            Lost = row.Lost + result.Problems.Count(problem => problem.Kind == ProblemKind.Lost),
            Doubled = row.Doubled + result.Problems.Count(problem => problem.Kind == ProblemKind.Doubled),
            Undocumented = row.Undocumented + result.Undocumented.Count,
            Hangs = row.Hangs + result.Hangs.Count,
        };
    }

    private void Tell(RoundResult result, Play play, Stage stage)
    {
        foreach (var problem in result.Problems.Take(20))
        {
            output.WriteLine($"{problem.Kind}: {problem.Text}");
            if (problem.TrackingId is { } trackingId)
                output.WriteLine(play.Tell(trackingId));
        }
        if (result.Problems.Count > 20)
            output.WriteLine($"… and {result.Problems.Count - 20} more");
        foreach (var text in result.Undocumented.Concat(result.Hangs).Take(20))
            output.WriteLine(text);
        output.WriteLine(stage.Services.LastWords());
    }
}
