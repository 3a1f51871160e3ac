using System.Text;
using Xunit.Sdk;

namespace ForceOps.Tests;

/// <summary>Takes a random sequence through the ledger, batch by batch, and looks at everything after every step.</summary>
internal sealed class Walk
{
    private const int StepsReported = 40;

    private readonly Tables _tables;
    private readonly List<(int Batch, Operation Operation, Outcome? Outcome)> _steps = [];
    private Dump _dump = Dump.Empty;

    private Walk(bool generous) => _tables = new Tables(generous);

    /// <summary>
    /// As the asker sees them: of what a tracking id belongs to, only its own kind of operation is promised the other side.
    /// </summary>
    public IEnumerable<Outcome> Outcomes =>
        _steps.Select(step => step is
            { Operation: Force or CancelForce or HoldFunds or ReleaseHold or Payment or PreAuthorization or ConfirmPayment,
                Outcome: Outcome.Duplicate duplicate }
        ? duplicate with { Counterpart = null }
        : step.Outcome!);

    public Dump End => _dump;

    /// <summary>Ids in the order of posting.</summary>
    public IReadOnlyList<long> Posted => _tables.Posted;

    public static Walk Through(Sequence sequence, bool checking = true, bool generous = false)
    {
        var walk = new Walk(generous);
        try
        {
            foreach (var (number, (batch, steps)) in sequence.Cut().Index())
            {
                walk.Take(number, batch, steps, checking);
                if (batch.PostsDelayed)
                    walk.Finish(number, batch, checking, all: false);
            }
            walk.Finish(-1, sequence.Batches[^1], checking, all: true);
        }
        catch (Exception failure) when (failure is InvariantViolatedException or XunitException)
        {
            throw new XunitException(walk.Report(failure.Message), failure);
        }
        return walk;
    }

    private void Take(int number, Batch batch, Step[] steps, bool checking)
    {
        var state = _tables.Begin(batch, steps);
        _dump = _tables.DumpWith(state);
        foreach (var step in steps)
        {
            var operation = step.Resolve(_tables.Posted);
            _steps.Add((number, operation, null));
            var outcome = Ledger.Decide(state, operation);
            _steps[^1] = (number, operation, outcome);
            Look(state, operation, outcome, checking, after => Delays.Broken(_dump, operation, outcome, after));
        }
        _dump = _tables.DumpWith(state);
        _tables.Save(state);
    }

    /// <summary>Posts what waits, as the writer's process does it in batches of its own.</summary>
    private void Finish(int number, Batch batch, bool checking, bool all)
    {
        var (state, due) = _tables.BeginDelayed(batch, all);
        _dump = _tables.DumpWith(state);
        foreach (var delayed in due)
        {
            _steps.Add((number, delayed.Operation, null));
            var outcome = Ledger.Finish(state, delayed);
            _steps[^1] = (number, delayed.Operation, outcome);
            Look(state, delayed.Operation, outcome, checking, after => Delays.BrokenAtTheEndOf(delayed, _dump, outcome, after));
        }
        _dump = _tables.DumpWith(state);
        _tables.Save(state);
    }

    private void Look(LedgerState state, Operation operation, Outcome outcome, bool checking, Func<Dump, IEnumerable<string>> delays)
    {
        if (outcome is Outcome.Accepted accepted)
            _tables.Posted.AddRange(new[] { accepted.Authorization, accepted.Counterpart }.OfType<Authorization>().Select(side => side.Id));
        if (!checking)
            return;
        var after = _tables.DumpWith(state);
        var broken = LedgerInvariants.Broken(
            _dump, operation, outcome, after).Concat(Spending.Broken(_dump, operation, outcome, after)).Concat(
            HeldMoney.Broken(_dump, operation, outcome, after)).Concat(
            PreAuthorizations.Broken(_dump, operation, outcome, after)).Concat(delays(after)).ToList();
        _dump = after;
        if (broken.Count > 0)
            throw new XunitException(string.Join('\n', broken));
    }

    private string Report(string what)
    {
        var text = new StringBuilder().AppendLine(what);
        text.AppendLine($"again with FORCEOPS_SEED={Seed.Value}; the last of {_steps.Count} steps:");
        foreach (var (batch, operation, outcome) in _steps.TakeLast(StepsReported))
            text.AppendLine($"  batch {batch}: {operation}\n    -> {outcome?.ToString() ?? "exception"}");
        return text.Append("balances:\n").Append(_dump.Balances()).ToString();
    }
}
