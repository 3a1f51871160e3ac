using ForceOps.Postgres.Writing;

namespace ForceOps.Api.Journal;

/// <summary>
/// One request, what was answered and why. It is a feature of the request: gates, endpoints and answers note on it what they know. Only
/// what the journal may keep for long goes in, and nothing is rendered before somebody reads.
/// </summary>
internal sealed class RecordedRequest
{
    /// <summary>More than a person reads; a body of unknown members only would have thousands, and the journal is to hold many entries.</summary>
    private const int FieldsMax = 20;

    private readonly RecordedId _cid;
    private RecordedId _trackingId;

    internal long Id { get; set; }

    internal required DateTimeOffset Time { get; init; }

    /// <summary>Null: no request, but an operation that was accepted earlier and finished now.</summary>
    internal string? Method { get; init; }

    /// <summary>The route's pattern; null when no route has the path, which is not kept: it may hold a card number.</summary>
    internal string? Route { get; init; }

    /// <summary>The dialect.</summary>
    internal required string Channel { get; init; }

    internal string? Cid { get => _cid.Text; init => _cid = RecordedId.Of(value); }

    /// <summary>0: no answer.</summary>
    internal int Status { get; private set; }

    internal TimeSpan Duration { get; private set; }

    /// <summary>The fault that was put into this request, by its name.</summary>
    internal string? Fault { get; set; }

    /// <summary>Null until a gate knows it.</summary>
    internal OrgId? Org { get; set; }

    internal RecordedBody? Request { get; set; }

    /// <summary>Of an error answer, in the dialect's words; or DECLINED.</summary>
    internal string? Code { get; private set; }

    internal long? AuthorizationId { get; private set; }

    /// <summary>The other side of a transfer.</summary>
    internal long? CounterpartId { get; private set; }

    internal string? TrackingId => _trackingId.Text;

    internal RefusalReason? Why { get; private set; }

    /// <summary>Null where the request is not journaled.</summary>
    internal static RecordedRequest? Of(HttpContext http) => http.Features.Get<RecordedRequest>();

    /// <summary>What became of the operation.</summary>
    internal void Note(WriteResult result)
    {
        switch (result.Outcome)
        {
            case null:
                Failed(CheckOf(result.Refusal), new Fact("reason", result.Refusal.ToString()));
                break;
            case Outcome.Accepted accepted:
                Why = null;
                Posted(accepted.Authorization, accepted.Counterpart);
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
                Why = new RefusalReason { Check = FailedCheck.TrackingId };
                break;
            case Outcome.Rejected rejected:
                Why = new RefusalReason { Check = FailedCheck.Ledger, Error = rejected.Error };
                Why.Saw(rejected.Facts);
                break;
        }
    }

    /// <summary>Declined, or a repeat of what was: answered like a success, and nothing was posted.</summary>
    internal void Declined() => Code = "DECLINED";

    /// <summary>A check that is none of the ledger's, and what it saw.</summary>
    internal void Failed(FailedCheck check, params ReadOnlySpan<Fact> facts)
    {
        Why ??= new RefusalReason();
        Why.Check ??= check;
        if (!facts.IsEmpty)
            Why.Saw(facts.ToArray());
    }

    /// <summary>An error answer.</summary>
    /// <param name="code">The dialect's.</param>
    /// <param name="fields">With field errors: which fields, and which rules they broke.</param>
    internal void Refused(string? code, IEnumerable<FieldFinding> fields)
    {
        Code = code;
        Why ??= new RefusalReason();
        if (Why.Error is null)
            Why.Fields = [.. fields.Take(FieldsMax)];
        if (Why.Fields.Count > 0)
            Why.Check ??= FailedCheck.Fields;
    }

    internal void Finished(int status, TimeSpan duration)
    {
        (Status, Duration) = (status, duration);
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
