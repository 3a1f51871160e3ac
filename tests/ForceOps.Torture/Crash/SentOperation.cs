using System.Globalization;

namespace ForceOps.Torture.Crash;

internal enum OperationKind
{
    Credit,
    Debit,
    CancelForce,
    Transfer,
    CancelTransfer,
    Hold,
    Release,
    CashIn,
    CashOut,
    CancelPayment,
}

/// <summary>What the rules of money say of an operation before it is sent.</summary>
internal enum Expectation
{
    Posted,
    NotPosted,
    /// <summary>One of several cancellations that race for the same money.</summary>
    Either,
}

/// <summary>What a client knows of its operation.</summary>
internal enum Fate
{
    Unanswered,
    Posted,
    /// <summary>Answered as a success that says DENIED: it is stored and moves nothing.</summary>
    Denied,
    Refused,
}

/// <summary>One try of an operation: when, where, and what was heard.</summary>
internal sealed record Attempt(TimeSpan Sent, TimeSpan Heard, string Service, string Answer);

/// <summary>An operation as its client logs it: what was sent, each try with its answer, and what the client concludes.</summary>
internal sealed class SentOperation
{
    private readonly Lock _lock = new();
    private readonly List<Attempt> _attempts = [];
    private readonly List<string> _contradictions = [];

    internal required string TrackingId { get; init; }

    internal required OperationKind Kind { get; init; }

    internal required string Path { get; init; }

    internal required string Body { get; init; }

    internal required long Account { get; init; }

    /// <summary>The receiver of a transfer, and who loses by its cancellation.</summary>
    internal long? Other { get; init; }

    internal required decimal Amount { get; init; }

    /// <summary>What is canceled or released.</summary>
    internal SentOperation? Of { get; init; }

    internal Expectation Expected { get; init; }

    internal Fate Fate { get; private set; }

    /// <summary>The ids that the client was told; of a transfer it may be the giving side's alone.</summary>
    internal IReadOnlyList<long> Ids { get; private set; } = [];

    internal string Refusal { get; private set; } = "";

    internal TimeSpan FirstSent { get; private set; } = TimeSpan.MaxValue;

    internal TimeSpan Settled { get; private set; } = TimeSpan.MaxValue;

    /// <summary>Answers that cannot both be true.</summary>
    internal IReadOnlyList<string> Contradictions => _contradictions;

    /// <summary>What it does to balances once it is posted.</summary>
    internal IReadOnlyList<(long Account, decimal Amount)> Moves => Kind switch
    {
        OperationKind.Credit or OperationKind.CashIn => [(Account, Amount)],
        OperationKind.Debit or OperationKind.CashOut => [(Account, -Amount)],
        OperationKind.CancelForce or OperationKind.CancelPayment => [(Account, -Math.Sign(Of!.Moves[0].Amount) * Amount)],
        OperationKind.Transfer => [(Account, -Amount), (Other!.Value, Amount)],
        OperationKind.CancelTransfer => [(Account, Amount), (Other!.Value, -Amount)],
        OperationKind.Hold or OperationKind.Release => [],
    };

    /// <summary>What it does to held money once it is posted.</summary>
    internal decimal Holds => Kind switch
    {
        OperationKind.Hold => Amount,
        OperationKind.Release => -Amount,
        OperationKind.Credit or OperationKind.Debit or OperationKind.CancelForce or OperationKind.Transfer or OperationKind.CancelTransfer
            or OperationKind.CashIn or OperationKind.CashOut or OperationKind.CancelPayment => 0,
    };

    /// <summary>The authorizations that are stored for it.</summary>
    internal int Authorizations => Fate switch
    {
        Fate.Posted => Kind is OperationKind.Transfer or OperationKind.CancelTransfer ? 2 : 1,
        Fate.Denied => 1,
        Fate.Refused or Fate.Unanswered => 0,
    };

    internal void Note(Attempt attempt)
    {
        lock (_lock)
        {
            _attempts.Add(attempt);
            FirstSent = attempt.Sent < FirstSent ? attempt.Sent : FirstSent;
        }
    }

    /// <summary>Notes what an answer says of its end. A second answer must agree with the first.</summary>
    internal void Conclude(Fate fate, IReadOnlyList<long> ids, string refusal, TimeSpan heard)
    {
        lock (_lock)
        {
            if (Fate == Fate.Unanswered)
            {
                (Fate, Ids, Refusal, Settled) = (fate, ids, refusal, heard);
                return;
            }
            if (fate != Fate || (ids.Count > 0 && !ids.Intersect(Ids).Any()))
                _contradictions.Add($"first {Fate} {string.Join('/', Ids)} {Refusal}, then {fate} {string.Join('/', ids)} {refusal}");
            else if (ids.Count > Ids.Count)
                Ids = ids;
        }
    }

    internal void Contradict(string what)
    {
        lock (_lock)
            _contradictions.Add(what);
    }

    /// <summary>Its story, for a person.</summary>
    internal string Tell()
    {
        lock (_lock)
        {
            var tries = _attempts.OrderBy(attempt => attempt.Sent).Select(attempt => string.Create(
                CultureInfo.InvariantCulture,
                $"    {attempt.Sent.TotalSeconds,9:F3} s to {attempt.Heard.TotalSeconds,9:F3} s, {attempt.Service}: {attempt.Answer}"));
            var of = Of is null ? "" : $" of {Of.TrackingId}";
            return $"  {Kind}{of}: POST {Path} {Body}\n{string.Join('\n', tries)}\n    the client concludes: {Fate} {
                string.Join('/', Ids)} {Refusal}";
        }
    }
}
