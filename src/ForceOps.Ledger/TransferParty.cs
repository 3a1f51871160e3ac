namespace ForceOps;

/// <summary>Represents one end of a transfer.</summary>
public abstract record TransferParty
{
    private TransferParty()
    {
    }

    /// <summary>The ledger's account of this party; an internal account for a party outside the ledger.</summary>
    public abstract long AccountId { get; }

    /// <summary>The stored text of a party outside the ledger; null for a party in the ledger.</summary>
    public abstract string? External { get; }

    /// <summary>Represents a customer's account.</summary>
    public sealed record Customer(long Id) : TransferParty
    {
        public override long AccountId => Id;

        public override string? External => null;
    }

    /// <summary>
    /// Represents a merchant, stored as an account of kind merchant: the account's movements are the merchant's schedule.
    /// </summary>
    public sealed record Merchant(long Id) : TransferParty
    {
        public override long AccountId => Id;

        public override string? External => null;
    }

    /// <summary>Represents a card on file, charged through the acquirer.</summary>
    public sealed record Card(long Id) : TransferParty
    {
        internal const string Prefix = "card:";

        public override long AccountId => InternalAccount.Acquirer;

        public override string? External => Prefix + Id;
    }

    /// <summary>Represents the outside world of a payment, which names nobody there.</summary>
    public sealed record World : TransferParty
    {
        public override long AccountId => InternalAccount.OutsideWorld;

        public override string? External => null;
    }

    /// <summary>Represents the outside world, as the client names it.</summary>
    public sealed record Outside(string Type, string ExternalId) : TransferParty
    {
        public override long AccountId => InternalAccount.OutsideWorld;

        // The separator is escaped in the type, so that two parties never have the same stored text.
        public override string? External =>
            $"custom_info:{Type.Replace("%", "%25", StringComparison.Ordinal).Replace(":", "%3A", StringComparison.Ordinal)}:{ExternalId}";
    }
}

/// <summary>
/// Emulates the acquirer; no other place answers for cards. The acquirer has no network and no state: the card's id decides, so
/// that a test can choose the answer by choosing the card. Decision: the endings follow ISO 8583's response codes 05 (do not
/// honor) and 68 (too late).
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

    /// <summary>
    /// Returns the card id of a party that was stored as <see cref="TransferParty.External"/>; null when the party is no card.
    /// </summary>
    public static long? CardOf(string? external) =>
        external is not null && external.StartsWith(TransferParty.Card.Prefix, StringComparison.Ordinal)
            ? long.Parse(external.AsSpan(TransferParty.Card.Prefix.Length))
            : null;
}

public enum AcquirerAnswer
{
    Approved,
    Declined,
    TimedOut,
}
