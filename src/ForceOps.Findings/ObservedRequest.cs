namespace ForceOps.Findings;

/// <summary>Holds one request of a client, and what became of it, as the service knows it.</summary>
public sealed record ObservedRequest
{
    /// <summary>The id under which the request journal has the request.</summary>
    public required long Id { get; init; }

    /// <summary>The time at which the request arrived.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The time at which the answer began, or at which it was withheld.</summary>
    public required DateTimeOffset AnsweredAt { get; init; }

    /// <summary>
    /// The kind of operation that the request asks for, such as <c>force</c>; null for a request that moves no money. Only the requests
    /// that name a kind are judged by their money.
    /// </summary>
    public string? Operation { get; init; }

    /// <summary>True when the operation takes an earlier one back.</summary>
    public bool IsCancel { get; init; }

    public string? TrackingId { get; init; }

    /// <summary>What the request asks to move; null when the body could not be read.</summary>
    public RequestedMoney? Money { get; init; }

    public DateTimeOffset? ValueDate { get; init; }

    /// <summary>The HTTP status of the answer; 0 when there was none.</summary>
    public int Status { get; init; }

    public AnswerFate Fate { get; init; }

    /// <summary>True when this request, and no earlier one, stored the operation: posted it, denied it, or accepted it for later.</summary>
    public bool IsCommitted { get; init; }

    public TrackingIdUse Use { get; init; }

    /// <summary>The rule of the ledger that refused the operation; null when none did.</summary>
    public LedgerError? Error { get; init; }

    /// <summary>True when the body was refused before it was read: it is of another content type, or no JSON.</summary>
    public bool IsUnread { get; init; }

    /// <summary>The time for which the answer asked the client to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The authorization that the request made or met.</summary>
    public long? AuthorizationId { get; init; }

    /// <summary>The correlation id, if the client sent one.</summary>
    public string? Cid { get; init; }

    /// <summary>True when the client named its org.</summary>
    public bool NamesOrg { get; init; }

    /// <summary>The connection on which the request came; null when it is not known.</summary>
    public string? Connection { get; init; }

    /// <summary>A number that stands for the token that was sent; null without a token.</summary>
    public int? Token { get; init; }

    /// <summary>
    /// True when a program for people sent the request: curl, a browser, the tool. It opens connections and leaves out headers as it likes.
    /// </summary>
    public bool IsByHand { get; init; }

    /// <summary>
    /// The unit of work of which the request is a part; null when nobody knows. A judge that drives the client knows it.
    /// </summary>
    public string? Work { get; init; }

    /// <summary>True when the client has the whole answer.</summary>
    internal bool IsReceived => Fate == AnswerFate.Sent && Status > 0;

    /// <summary>
    /// True when the client cannot know whether the operation was done: no answer came, or one that says nothing about an operation that
    /// was committed.
    /// </summary>
    internal bool IsUnknown => !IsReceived || (Status >= 500 && IsCommitted);

    /// <summary>
    /// True when the answer says that the same request may succeed later. When the acquirer does not answer, the card's id asks for that,
    /// and it does so again at the next try.
    /// </summary>
    internal bool IsPassing => IsReceived && Error != LedgerError.AcquirerTimedOut
        && Status is 408 or 425 or 429 or 500 or 502 or 503 or 504;

    /// <summary>True when the answer tells the client how the operation ended. A 401 or 403 is about the caller.</summary>
    internal bool IsConclusive => IsReceived && !IsUnknown && !IsPassing && Status is not (401 or 403);

    /// <summary>True when the request is a plain success, and can be found again.</summary>
    internal bool IsCalm => Fate == AnswerFate.Sent && Status is (200 or 201) && Use == TrackingIdUse.New && Error is null
        && (Operation is null || TrackingId is not null);

    /// <summary>True when the operation is done, will be done, or may be done.</summary>
    internal bool MayCount => IsCommitted || !IsReceived || IsPassing || Status == 202;
}

/// <summary>Describes the money that a request asks to move. Two requests with equal values ask for the same.</summary>
/// <param name="Operation">The kind of operation.</param>
/// <param name="Account">The account; null for a transfer, and for a cancellation that names none.</param>
/// <param name="From">The giving side of a transfer.</param>
/// <param name="To">The receiving side of a transfer.</param>
/// <param name="Amount">The amount; null for all that is left.</param>
/// <param name="Currency">The currency, as it was sent.</param>
/// <param name="Code">The processing code, which decides the direction.</param>
/// <param name="Target">The earlier operation that the request is about: its authorization id or its tracking id.</param>
public sealed record RequestedMoney(
    string Operation, decimal? Account, string? From, string? To, decimal? Amount, string? Currency, string? Code, string? Target)
{
    /// <summary>
    /// The id of the request, when nobody knows all its parties: then its money is equal to that of no other request, though it may be the
    /// same. It is null when the parties are known.
    /// </summary>
    public long? OnlyOf { get; init; }
}

/// <summary>Says what became of an answer.</summary>
public enum AnswerFate
{
    /// <summary>The answer was sent.</summary>
    Sent,

    /// <summary>A fault ended the connection instead of the answer.</summary>
    Dropped,

    /// <summary>A fault ended the connection in the middle of the answer.</summary>
    Cut,

    /// <summary>The client hung up before the answer began.</summary>
    Lost,
}

/// <summary>Says how a tracking id was in use when the request came.</summary>
public enum TrackingIdUse
{
    /// <summary>No earlier operation had it.</summary>
    New,

    /// <summary>An earlier operation had it, and this request is the same.</summary>
    Same,

    /// <summary>An earlier operation had it, and this request is another one.</summary>
    Different,
}

/// <summary>Holds an operation that was accepted for later and denied in the end.</summary>
public sealed record ObservedDenial(string TrackingId, DateTimeOffset At, long RequestId);
