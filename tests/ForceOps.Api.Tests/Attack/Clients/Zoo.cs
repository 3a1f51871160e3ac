namespace ForceOps.Api.Tests.Attack.Clients;

/// <summary>A client of the zoo.</summary>
/// <param name="Name">Its path at the host, and its name in the table.</param>
/// <param name="Rule">The rule of findings that it breaks, and the only one that it means to; null when it is careful.</param>
/// <param name="Does">What it does, in words.</param>
/// <param name="Scenarios">The scenarios that show its mistake; none: all of them have to pass.</param>
/// <param name="Make">Makes it.</param>
internal sealed record ZooClient(
    string Name, string? Rule, string Does, IReadOnlyList<string> Scenarios, Func<ClientSeat, CarefulClient> Make)
{
    internal static ZooClient Careful(string name, string does, Func<ClientSeat, CarefulClient> make) => new(name, null, does, [], make);

    internal static ZooClient Breaking(string rule, string does, string scenarios, Func<ClientSeat, CarefulClient> make) =>
        new(rule, rule, does, scenarios.Split(' '), make);

    /// <summary>
    /// The payments of one unit of work. A habit shows in thirty calls in a row, which a busy machine does not make in the few seconds of
    /// calm times, unless a unit has several.
    /// </summary>
    internal int PaymentsOfUnit { get; init; } = 1;
}

/// <summary>Lists the clients: careful ones, and one for each rule that breaks it and is careful else.</summary>
internal static class Zoo
{
    private const int Habit = 10;

    internal static readonly IReadOnlyList<ZooClient> Clients =
    [
        ZooClient.Careful("careful", "keeps its tracking id, waits longer and longer, renews its token", seat => new CarefulClient(seat)),
        ZooClient.Careful("listening", "waits for the event after a lost answer, then sends the same again", seat => new ListeningClient(seat)),
        ZooClient.Careful("refunding", "pays, and takes a part of it back", seat => new RefundingClient(seat)),
        ZooClient.Careful("rewarding", "pays once more when the event of a payment comes", seat => new RewardingClient(seat)),
        ZooClient.Breaking("double-post", "makes a new tracking id for each try", "lost-answer-after-commit", seat => new NewIdEachTryClient(seat)),
        ZooClient.Breaking("lost-operation", "tries once", "lost-answer-before-commit unavailable", seat => new OneTryClient(seat)),
        ZooClient.Breaking("no-tracking-id", "sends no tracking id", "lost-answer-after-commit", seat => new NamelessClient(seat)),
        ZooClient.Breaking("tracking-id-reused", "writes the time of each try into the metadata", "lost-answer-after-commit", seat => new TimeStampingClient(seat)),
        ZooClient.Breaking("cancel-lost", "tries a refund once", "lost-answer-before-commit", seat => new OneTryRefundClient(seat)),
        ZooClient.Breaking("over-cancel", "makes a new tracking id for each try of a refund", "lost-answer-after-commit", seat => new NewIdEachRefundClient(seat)),
        ZooClient.Breaking("accepted-tampered-webhook", "does not compare signatures", "webhook-tampered", seat => new TrustfulClient(seat)),
        ZooClient.Breaking("stale-webhook", "does not compare timestamps", "webhook-stale", seat => new TimelessClient(seat)),
        ZooClient.Breaking("webhook-not-idempotent", "rewards each delivery of an event", "webhook-twice", seat => new EachDeliveryCountsClient(seat)),
        ZooClient.Breaking("webhook-dead", "answers 404 to the events of operations of others", "balance-changed", seat => new OwnEventsOnlyClient(seat)),
        ZooClient.Breaking("ignores-retry-after", "waits as long as it likes", "unavailable-retry-after too-many-requests", seat => new HastyClient(seat)),
        ZooClient.Breaking("retry-storm", "waits no longer from try to try", "service-restarts", seat => new DrummingClient(seat)),
        ZooClient.Breaking("gave-up-on-202", "takes 202 for a failure", "accepted-then-posted", seat => new ImpatientClient(seat)),
        ZooClient.Breaking("missed-denial", "takes 202 for a success after a while", "accepted-then-denied", seat => new DeafClient(seat)),
        ZooClient.Breaking("conflict-taken-for-failure", "takes another tracking id after 409", "lost-answer-after-commit conflict-on-retry", seat => new NewIdAfterConflictClient(seat)),
        ZooClient.Breaking("float-amount", "computes amounts with binary fractions", "unavailable server-error cut-body gateway-page", seat => new BinaryFractionClient(seat)),
        ZooClient.Breaking("expired-token-reuse", "keeps a token that was refused", "token-expires clock-over-midnight", seat => new OldTokenClient(seat)),
        ZooClient.Breaking("one-token-per-request", "asks for a token for each call", "server-error gateway-page", seat => new FreshTokenClient(seat)) with { PaymentsOfUnit = Habit },
        ZooClient.Breaking("connection-per-request", "opens a connection for each call", "server-error gateway-page", seat => new FreshConnectionClient(seat)) with { PaymentsOfUnit = Habit },
        ZooClient.Breaking("unread-body", "forgets the content type when it tries again", "server-error", seat => new LostContentTypeClient(seat)),
        ZooClient.Breaking("header-missing", "sends no x-cid", "server-error", seat => new AnonymousClient(seat)) with { PaymentsOfUnit = Habit },
        ZooClient.Breaking("clock-skew", "writes value dates by two clocks, one of which is ahead", "server-error", seat => new TwoClocksClient(seat)),
    ];
}
