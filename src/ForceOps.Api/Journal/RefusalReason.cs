namespace ForceOps.Api.Journal;

/// <summary>Why a request was refused: made then only, so that what is accepted pays nothing.</summary>
internal sealed class RefusalReason
{
    internal FailedCheck? Check { get; set; }

    internal LedgerError? Error { get; set; }

    /// <summary>What the check saw.</summary>
    internal IReadOnlyList<Fact> Facts { get; private set; } = [];

    internal IReadOnlyList<FieldFinding> Fields { get; set; } = [];

    /// <summary>With a tracking id in use: in what this request is not the first one.</summary>
    internal RequestFields Difference { get; set; }

    internal void Saw(IEnumerable<Fact> facts) => Facts = [.. facts.Select(Clean)];

    /// <summary>The check as far as a status tells it, where nobody said more.</summary>
    internal static FailedCheck? CheckOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => FailedCheck.Authentication,
        StatusCodes.Status403Forbidden => FailedCheck.Reach,
        StatusCodes.Status404NotFound => FailedCheck.Lookup,
        StatusCodes.Status405MethodNotAllowed => FailedCheck.Method,
        StatusCodes.Status413PayloadTooLarge => FailedCheck.Size,
        StatusCodes.Status415UnsupportedMediaType => FailedCheck.MediaType,
        StatusCodes.Status429TooManyRequests => FailedCheck.Queue,
        StatusCodes.Status503ServiceUnavailable => FailedCheck.Database,
        >= 500 => FailedCheck.Failure,
        >= 400 => FailedCheck.Fields,
        _ => null,
    };

    private static Fact Clean(Fact fact) => fact.Value switch
    {
        string text => fact with { Value = RecordedText.Of(text) },
        // An id that a client chose may be a card number, and so may the amount of a request.
        long id when RecordedNumber.IsLong(id) => fact with { Value = RecordedNumber.Of(id) },
        decimal sum when RecordedNumber.IsLong(sum) => fact with { Value = RecordedNumber.Of(sum) },
        _ => fact,
    };
}

/// <summary>Which check refused a request, in about the order in which they are made.</summary>
internal enum FailedCheck
{
    /// <summary>A fault answered, before anything was looked at.</summary>
    Fault,

    /// <summary>No route has the path.</summary>
    Route,

    /// <summary>The route does not take the method.</summary>
    Method,

    /// <summary>Token or signature.</summary>
    Authentication,

    /// <summary>The caller is known and may not reach this org, account or scope.</summary>
    Reach,

    Tenant,
    MediaType,
    Size,
    Json,
    Fields,

    /// <summary>The tracking id is in use.</summary>
    TrackingId,

    Ledger,

    /// <summary>Nothing by that id, found before the ledger was asked.</summary>
    Lookup,

    /// <summary>The queue of operations is full.</summary>
    Queue,

    /// <summary>The database cannot be reached, or a row stayed locked.</summary>
    Database,

    /// <summary>A bug of ours.</summary>
    Failure,
}
