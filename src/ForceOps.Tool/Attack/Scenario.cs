namespace ForceOps.Tool.Attack;

/// <summary>Describes one thing that goes wrong around the client, on purpose.</summary>
/// <param name="Name">The name, as in <c>lost-answer-after-commit</c>.</param>
/// <param name="What">What happens, in words.</param>
internal sealed record Scenario(string Name, string What)
{
    /// <summary>The faults, each struck by one of the tries of an operation.</summary>
    internal IReadOnlyList<PlannedFault> Faults { get; init; } = [];

    internal Disturbance Beside { get; init; }

    internal Exercise Exercise { get; init; }

    /// <summary>True when the scenario is about the client's receiver of webhooks.</summary>
    internal bool NeedsReceiver => Exercise is Exercise.Delivery;

    /// <summary>True when the service denies the operation in the end: a client may leave it undone, or do it once more.</summary>
    internal bool IsDenied => Beside == Disturbance.DenyBeforePosting;

    /// <summary>True when it strikes each operation of a unit of work in turn; otherwise one unit shows all.</summary>
    internal bool IsForEachOperation => Faults.Any(fault => fault.Try is not null);

    internal const int RetryAfter = 2;

    /// <summary>With a body of its own: that of the service would come with Retry-After.</summary>
    private const string Unavailable = """{"status":503,"body":"Service Unavailable"}""";

    private const int CommitDelay = 1;

    /// <summary>In this time everything that allows the operation must be taken away, on a busy machine too.</summary>
    private const int DenialDelay = 2;

    /// <summary>All scenarios, in the order in which they are played.</summary>
    internal static readonly IReadOnlyList<Scenario> All =
    [
        Struck("lost-answer-after-commit", "The operation is posted, and the connection ends without an answer.", """{"drop":"after_commit"}"""),
        Struck("lost-answer-before-commit", "Nothing is posted, and the connection ends without an answer.", """{"drop":"before_commit"}"""),
        Struck("unavailable", "The answer is 503 without Retry-After, and nothing is posted.", Unavailable),
        Struck("unavailable-retry-after", $"The answer is 503 and asks for {RetryAfter} s, and nothing is posted.",
            $$$"""{"status":503,"headers":{"Retry-After":"{{{RetryAfter}}}"}}"""),
        Struck("too-many-requests", $"The answer is 429 and asks for {RetryAfter} s, and nothing is posted.",
            $$$"""{"status":429,"headers":{"Retry-After":"{{{RetryAfter}}}"}}"""),
        Struck("server-error", "The answer is 500, and nothing is posted.", """{"status":500}"""),
        new("outage", "Every operation is answered 503 for three seconds.")
        {
            Faults = [new("""{"status":503}""", null)], Beside = Disturbance.EndOutage,
        },
        new("slow-answer", "Nothing comes for longer than the client waits; the operation is posted unless the client hung up before.")
        {
            Faults = [new("""{"latency":"SLOW","drop":"after_commit"}""", 1)],
        },
        Struck("accepted-then-posted", $"The answer is 202, and the operation is posted {CommitDelay} s later.", $$"""{"delay":"{{CommitDelay}}s"}"""),
        Struck("accepted-then-denied", $"The answer is 202, and the operation is denied {DenialDelay} s later.", $$"""{"delay":"{{DenialDelay}}s"}""")
            with { Beside = Disturbance.DenyBeforePosting, Exercise = Exercise.Denial },
        new("conflict-on-retry", "The answer of the first try is lost after the commit, the second is 503, the third is 409: it is posted already.")
        {
            Faults = [new("""{"drop":"after_commit"}""", 1), new("""{"status":503}""", 2)], Exercise = Exercise.Conflict,
        },
        Struck("connections-reset", "All of the client's connections end at once, and nothing is posted.", """{"drop":"all_connections"}"""),
        Struck("cut-body", "The operation is posted, and the connection ends in the middle of the answer.", """{"answer":"cut"}"""),
        Struck("gateway-page", "The operation is posted, and a gateway answers 502 with a page in HTML.", """{"answer":"gateway_page"}"""),
        Struck("wrong-content-type", "The operation is posted, and its answer says that it is HTML.", """{"answer":"wrong_type"}"""),
        Struck("token-expires", "The answer is 401: the token has expired in the middle of the work.", """{"status":401}""")
            with { Exercise = Exercise.Token },
        Delivered("webhook-twice", "Each event is delivered twice.", "duplicate"),
        Delivered("webhook-out-of-order", "An event comes behind the next one of its account.", "reorder"),
        new("webhook-late", "The events come two seconds late.") { Beside = Disturbance.PauseDeliveries, Exercise = Exercise.Delivery },
        Delivered("webhook-tampered", "Before each event comes a copy whose signature is wrong.", "tampered"),
        Delivered("webhook-stale", "Before each event comes a copy whose signature is right and an hour old.", "stale"),
        Delivered("webhook-unknown-type", "Before each event comes one of a type that no document names.", "unknown_type"),
        Struck("clock-over-midnight", "The first try is posted shortly before midnight and its answer lost; then the next day begins.",
            """{"drop":"after_commit"}""") with { Beside = Disturbance.PassMidnight },
        Struck("service-restarts", "All connections end, no request is answered for a second and a half, then the service is back.",
            """{"drop":"all_connections"}""") with { Beside = Disturbance.StayAway },
        new("balance-changed", "Somebody else moves money on the account first.")
        {
            Beside = Disturbance.MoveMoney, Exercise = Exercise.Money,
        },
    ];

    internal static Scenario? Find(string name) =>
        All.FirstOrDefault(scenario => string.Equals(scenario.Name, name, StringComparison.Ordinal));

    /// <summary>Makes a scenario that strikes the first try of an operation.</summary>
    private static Scenario Struck(string name, string what, string effect) => new(name, what) { Faults = [new(effect, 1)] };

    private static Scenario Delivered(string name, string what, string webhooks) => new(name, what)
    {
        Faults = [new($$"""{"webhooks":"{{webhooks}}"}""", null)], Exercise = Exercise.Delivery,
    };
}

/// <summary>Holds a fault of a scenario.</summary>
/// <param name="Effect">The effect, as <c>PUT /sandbox/faults</c> has it. SLOW stands for the time that is longer than clients wait.</param>
/// <param name="Try">The try of the operation that it strikes, from 1; null when it strikes all requests or deliveries.</param>
internal sealed record PlannedFault(string Effect, int? Try)
{
    internal string With(TimeSpan slow) => Effect.Replace("SLOW", $"{(long)slow.TotalMilliseconds}ms", StringComparison.Ordinal);

    internal bool IsOfDeliveries => Effect.Contains("webhooks", StringComparison.Ordinal);
}

/// <summary>Says what happens beside the faults of a scenario.</summary>
internal enum Disturbance
{
    Nothing,

    /// <summary>The fault is removed some seconds after it struck first.</summary>
    EndOutage,

    /// <summary>Neither the account nor the org's processing codes allow the operation any more when it is due.</summary>
    DenyBeforePosting,

    /// <summary>Webhooks rest until some time after the work.</summary>
    PauseDeliveries,

    /// <summary>The org's clock stands shortly before midnight, and passes it when the fault has struck.</summary>
    PassMidnight,

    /// <summary>When the fault has struck, no request is answered for a while.</summary>
    StayAway,

    /// <summary>Money is moved on the account before the work.</summary>
    MoveMoney,
}

/// <summary>Says what shows that a client met a scenario. What it did not meet it has not survived.</summary>
internal enum Exercise
{
    /// <summary>A fault struck one of its requests.</summary>
    Strike,

    /// <summary>It was answered 409.</summary>
    Conflict,

    /// <summary>An operation of its was denied after it had been accepted.</summary>
    Denial,

    /// <summary>A fault struck one of its requests, which had a token.</summary>
    Token,

    /// <summary>Its receiver was sent an event.</summary>
    Delivery,

    /// <summary>It says what balances it believes in, or its receiver was sent an event.</summary>
    Money,
}
