namespace ForceOps.Api.Journal;

/// <summary>Why a request was refused: made then only, so that what is accepted pays nothing.</summary>
internal sealed class JournalWhy
{
    internal JournalCheck? Check { get; set; }

    internal LedgerError? Error { get; set; }

    /// <summary>What the check saw.</summary>
    internal IReadOnlyList<Fact> Facts { get; private set; } = [];

    internal IReadOnlyList<JournalField> Fields { get; set; } = [];

    /// <summary>With a tracking id in use: in what this request is not the first one.</summary>
    internal RequestFields Difference { get; set; }

    internal void Saw(IEnumerable<Fact> facts) => Facts = [.. facts.Select(Clean)];

    /// <summary>The check as far as a status tells it, where nobody said more.</summary>
    internal static JournalCheck? CheckOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => JournalCheck.Authentication,
        StatusCodes.Status403Forbidden => JournalCheck.Reach,
        StatusCodes.Status404NotFound => JournalCheck.Lookup,
        StatusCodes.Status405MethodNotAllowed => JournalCheck.Method,
        StatusCodes.Status413PayloadTooLarge => JournalCheck.Size,
        StatusCodes.Status415UnsupportedMediaType => JournalCheck.MediaType,
        StatusCodes.Status429TooManyRequests => JournalCheck.Queue,
        StatusCodes.Status503ServiceUnavailable => JournalCheck.Database,
        >= 500 => JournalCheck.Failure,
        >= 400 => JournalCheck.Fields,
        _ => null,
    };

    private static Fact Clean(Fact fact) => fact.Value switch
    {
        string text => fact with { Value = JournalText.Of(text) },
        // An id that a client chose may be a card number, and so may the amount of a request.
        long id when JournalNumber.IsLong(id) => fact with { Value = JournalNumber.Of(id) },
        decimal sum when JournalNumber.IsLong(sum) => fact with { Value = JournalNumber.Of(sum) },
        _ => fact,
    };
}

/// <summary>Which check refused a request, in about the order in which they are made.</summary>
internal enum JournalCheck
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
