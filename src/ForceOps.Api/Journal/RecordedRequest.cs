using ForceOps.Findings;
using ForceOps.Postgres.Writing;

namespace ForceOps.Api.Journal;

/// <summary>
/// Records one request, its answer and the reason for the answer. The record is a feature of the request; gates, endpoints and
/// answers note on it what they know. It takes only what the journal may keep for long, and nothing is rendered before somebody
/// reads the journal.
/// </summary>
internal sealed class RecordedRequest
{
    /// <summary>
    /// The largest number of findings. It is more than a person reads; a body of unknown members only would have thousands, and
    /// the journal must have room for many requests.
    /// </summary>
    private const int FieldsMax = 20;

    private readonly RecordedId _cid;
    private RecordedId _trackingId;

    /// <summary>
    /// True when the entry is in the journal. An endpoint whose caller was answered without it may still come to an end, and must
    /// not add an authorization to an entry that says 503.
    /// </summary>
    private bool _isFinished;

    internal long Id { get; set; }

    internal required DateTimeOffset Time { get; init; }

    /// <summary>The HTTP method; null for an operation that was accepted earlier and is completed now, without a request.</summary>
    internal string? Method { get; init; }

    /// <summary>
    /// The route's pattern; null when no route has the path. The path itself is not kept, because it may hold a card number.
    /// </summary>
    internal string? Route { get; init; }

    /// <summary>The name of the dialect.</summary>
    internal required string Channel { get; init; }

    internal string? Cid { get => _cid.Text; init => _cid = RecordedId.Of(value); }

    /// <summary>What findings need to know of the caller; empty when they are off.</summary>
    internal ClientTraits Client { get; init; }

    /// <summary>The status of the answer; 0 when there was no answer.</summary>
    internal int Status { get; private set; }

    /// <summary>The number of seconds for which the answer asked the client to wait; 0 when it did not.</summary>
    internal int RetryAfter { get; private set; }

    /// <summary>Says what became of the answer. A fault that withholds it notes that here.</summary>
    internal AnswerFate Fate { get; set; }

    internal TimeSpan Duration { get; private set; }

    /// <summary>The name of the fault that was applied to this request; null when there was none.</summary>
    internal string? Fault { get; set; }

    /// <summary>The org of the request; null until a gate knows it.</summary>
    internal OrgId? Org { get; set; }

    internal RecordedBody? Request { get; set; }

    /// <summary>The code of an error answer, in the dialect's own form, or PROCESSING_DELAYED or DECLINED; null otherwise.</summary>
    internal string? Code { get; private set; }

    internal long? AuthorizationId { get; private set; }

    /// <summary>The id of the authorization on the other side of a transfer.</summary>
    internal long? CounterpartId { get; private set; }

    internal string? TrackingId => _trackingId.Text;

    /// <summary>True when the request was a plain success: no repeat, no denial, nothing that is posted later.</summary>
    internal bool IsPlain => Fate == AnswerFate.Sent && Status is (>= 200 and < 300) and not StatusCodes.Status202Accepted
        && Why is null && Code is null && Method is not null;

    internal RefusalReason? Why { get; private set; }

    /// <summary>Returns the record of a request; null when the request is not journaled.</summary>
    internal static RecordedRequest? Of(HttpContext http) => http.Features.Get<RecordedRequest>();

    /// <summary>Notes the result of the operation.</summary>
    internal void Note(WriteResult result)
    {
        if (_isFinished)
            return;
        switch (result.Outcome)
        {
            case null:
                Failed(CheckOf(result.Refusal), new Fact("reason", result.Refusal.ToString()));
                break;
            case Outcome.Accepted accepted:
                Why = null;
                Posted(accepted.Authorization, accepted.Counterpart);
                if (accepted.Denial is { } denial)
                    Note(denial);
                break;
            case Outcome.Duplicate duplicate:
                (Why = new RefusalReason { Check = FailedCheck.TrackingId }).Difference = duplicate.Difference;
                Posted(duplicate.Earlier, duplicate.Counterpart);
                break;
            case Outcome.Delayed:
                Why = null;
                Code = "PROCESSING_DELAYED";
                break;
            case Outcome.TakenByDelayed:
                Why = new RefusalReason { Check = FailedCheck.TrackingId, IsTaken = true };
                break;
            case Outcome.Rejected rejected:
                Note(rejected);
                break;
        }
    }

    /// <summary>Notes a refusal of the ledger.</summary>
    internal void Note(Outcome.Rejected rejected)
    {
        if (_isFinished)
            return;
        Why = new RefusalReason { Check = FailedCheck.Ledger, Error = rejected.Error };
        Why.Saw(rejected.Facts);
    }

    /// <summary>Notes a denied payment, or a repeat of one. The answer has the status of a success, and nothing was moved.</summary>
    internal void Denied()
    {
        if (!_isFinished)
            Code = "DENIED";
    }

    /// <summary>Notes a declined operation, or a repeat of one. The answer looks like a success, and nothing was posted.</summary>
    internal void Declined()
    {
        if (!_isFinished)
            Code = "DECLINED";
    }

    /// <summary>Notes a failed check that the ledger did not make, with the facts that the check saw.</summary>
    internal void Failed(FailedCheck check, params ReadOnlySpan<Fact> facts)
    {
        if (_isFinished)
            return;
        Why ??= new RefusalReason();
        Why.Check ??= check;
        if (!facts.IsEmpty)
            Why.Saw(facts.ToArray());
    }

    /// <summary>Notes an error answer.</summary>
    /// <param name="code">The error code in the dialect's own form.</param>
    /// <param name="fields">The findings of an answer with field errors: the fields, and the rules that they broke.</param>
    internal void Refused(string? code, IEnumerable<FieldFinding> fields)
    {
        if (_isFinished)
            return;
        Code = code;
        Why ??= new RefusalReason();
        if (Why.Error is null)
            Why.Fields = [.. fields.Take(FieldsMax)];
        if (Why.Fields.Count > 0)
            Why.Check ??= FailedCheck.Fields;
    }

    internal void Finished(int status, TimeSpan duration, int retryAfter)
    {
        (Status, Duration, RetryAfter, _isFinished) = (status, duration, retryAfter, true);
        if (status == 0 && Fate == AnswerFate.Sent)
            Fate = AnswerFate.Lost;
        if (Why is { Check: null })
            Why.Check = RefusalReason.CheckOf(status);
    }

    private static FailedCheck CheckOf(WriteRefusal refusal) => refusal switch
    {
        WriteRefusal.QueueFull => FailedCheck.Queue,
        WriteRefusal.Unavailable or WriteRefusal.Locked => FailedCheck.Database,
        WriteRefusal.None or WriteRefusal.Failed => FailedCheck.Failure,
    };

    private void Posted(Authorization authorization, Authorization? counterpart) =>
        (AuthorizationId, CounterpartId, _trackingId) = (authorization.Id, counterpart?.Id, RecordedId.Of(authorization.TrackingId.Text));
}
