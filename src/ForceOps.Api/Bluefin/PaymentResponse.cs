using System.Globalization;

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

internal sealed record AmountsAnswer(string Currency, string? Approved, string? Requested);

/// <param name="Code">The code that was sent: a force makes none.</param>
internal sealed record AuthAnswer(string? Code, string ProcessorMessage, string Message);

internal sealed record BinDataAnswer(string Program);

/// <param name="Expiry">MMYY.</param>
internal sealed record CardAnswer(string? Name, string? Last4, string? Expiry, string? Brand);

internal sealed record CustomerAnswer(string Name);

/// <param name="RefundBalance">What can still be refunded; shown even when it is 0.00.</param>
/// <param name="RefundIds">The refunds so far.</param>
internal sealed record RefundObjectAnswer(string RefundBalance, IReadOnlyList<string>? RefundIds = null);

internal sealed record TraceAnswer(IReadOnlyList<TraceEntry> History);

/// <summary>One API call on a transaction, as its trace shows it.</summary>
internal sealed record TraceEntry(string Action, string RequestId, string CorrelationId, string Timestamp)
{
    /// <summary>The samples show this offset in summer; whether it changes in winter is not known.</summary>
    private static readonly TimeSpan Offset = TimeSpan.FromHours(-5);

    internal static TraceEntry Make(string action, DateTimeOffset now) => new(
        action, Guid.NewGuid().ToString(), Guid.NewGuid().ToString(),
        now.ToOffset(Offset).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture));
}
