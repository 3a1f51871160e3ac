namespace ForceOps.Api.Bluefin;

/// <summary>A transaction as PayConex shows it; what is empty is left out.</summary>
internal sealed record PaymentAnswer
{
    /// <summary>12 digits.</summary>
    public required string TransactionId { get; init; }

    /// <summary>CAPTURED, DECLINED, INITIALIZED, VOIDED or REFUNDED.</summary>
    public required string Status { get; init; }

    /// <summary>UTC, always six zero decimals.</summary>
    public required string Timestamp { get; init; }

    public string? Description { get; init; }
    public CustomerAnswer? Customer { get; init; }
    public TraceAnswer? Trace { get; init; }
    public AmountsAnswer? Amounts { get; init; }
    public AuthAnswer? Auth { get; init; }
    public CardAnswer? Card { get; init; }
    public BinDataAnswer? BinData { get; init; }

    /// <summary>FORCE or REFUND.</summary>
    public string? TransactionType { get; init; }

    public string? EntryMode { get; init; }
    public RefundObjectAnswer? RefundObject { get; init; }
}
