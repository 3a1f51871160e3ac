namespace ForceOps.Api.Journal;

/// <summary>Holds the reason for a refusal. It is made only for a refused request, so that an accepted request costs nothing.</summary>
internal sealed class RefusalReason
{
    internal FailedCheck? Check { get; set; }

    internal LedgerError? Error { get; set; }

    /// <summary>The facts that the check saw.</summary>
    internal IReadOnlyList<Fact> Facts { get; private set; } = [];

    internal IReadOnlyList<FieldFinding> Fields { get; set; } = [];

    /// <summary>The fields in which this request differs from the first one, when the tracking id is in use.</summary>
    internal RequestFields Difference { get; set; }

    /// <summary>True when the tracking id is in use by another operation that waits to be posted, whose fields are not compared.</summary>
    internal bool IsTaken { get; init; }

    internal void Saw(IEnumerable<Fact> facts) => Facts = [.. facts.Select(Clean)];

    /// <summary>Derives the check from the status of the answer, when nobody noted a check; null for a success.</summary>
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
        // A client may have chosen an id that is a card number, and a request's amount may be one too.
        long id when RecordedNumber.IsLong(id) => fact with { Value = RecordedNumber.Of(id) },
        decimal sum when RecordedNumber.IsLong(sum) => fact with { Value = RecordedNumber.Of(sum) },
        _ => fact,
    };
}

/// <summary>Names the check that refused a request. The values stand in about the order in which the checks are made.</summary>
internal enum FailedCheck
{
    /// <summary>A fault answered before any check was made.</summary>
    Fault,

    /// <summary>The request came from a web page of another origin, or under a name that is not the service's.</summary>
    Origin,

    /// <summary>No route has the path.</summary>
    Route,

    /// <summary>The route does not take the method.</summary>
    Method,

    /// <summary>The token or the signature is missing or wrong.</summary>
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

    /// <summary>The id was not found, before the ledger was asked.</summary>
    Lookup,

    /// <summary>The queue of operations is full.</summary>
    Queue,

    /// <summary>The database cannot be reached, or a row stayed locked.</summary>
    Database,

    /// <summary>The service has a bug.</summary>
    Failure,
}
