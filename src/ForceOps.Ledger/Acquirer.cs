namespace ForceOps;

/// <summary>
/// The emulated acquirer, the one place that answers for cards. No network and no state: the card's id decides, so that a test can
/// choose the answer by choosing the card. Decision: the endings follow ISO 8583's response codes 05 (do not honor) and 68 (too late).
/// </summary>
public static class Acquirer
{
    private const int DeclinedEnding = 5;
    private const int TimedOutEnding = 68;

    public static AcquirerAnswer Ask(long cardId) => (cardId % 100) switch
    {
        DeclinedEnding => AcquirerAnswer.Declined,
        TimedOutEnding => AcquirerAnswer.TimedOut,
        _ => AcquirerAnswer.Approved,
    };

    /// <summary>The card of a party that was written down as <see cref="TransferParty.External"/>; null when it is no card.</summary>
    public static long? CardOf(string? external) =>
        external is not null && external.StartsWith(TransferParty.Card.Prefix, StringComparison.Ordinal)
            ? long.Parse(external.AsSpan(TransferParty.Card.Prefix.Length))
            : null;
}
