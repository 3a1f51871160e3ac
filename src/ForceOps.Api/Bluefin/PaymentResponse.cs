using System.Globalization;

namespace ForceOps.Api.Bluefin;

/// <summary>A transaction as PayConex shows it; what is empty is left out.</summary>
internal sealed record PaymentResponse
{
    /// <summary>12 digits.</summary>
    public required string TransactionId { get; init; }

    /// <summary>CAPTURED, DECLINED, INITIALIZED, VOIDED or REFUNDED.</summary>
    public required string Status { get; init; }

    /// <summary>UTC, always six zero decimals.</summary>
    public required string Timestamp { get; init; }

    public string? Description { get; init; }
    public CustomerResponse? Customer { get; init; }
    public TraceResponse? Trace { get; init; }
    public AmountsResponse? Amounts { get; init; }
    public AuthResponse? Auth { get; init; }
    public CardResponse? Card { get; init; }
    public BinDataResponse? BinData { get; init; }

    /// <summary>FORCE or REFUND.</summary>
    public string? TransactionType { get; init; }

    public string? EntryMode { get; init; }
    public RefundObjectResponse? RefundObject { get; init; }
}

internal sealed record AmountsResponse(string Currency, string? Approved, string? Requested);

/// <param name="Code">The code that was sent: a force makes none.</param>
internal sealed record AuthResponse(string? Code, string ProcessorMessage, string Message);

internal sealed record BinDataResponse(string Program);

/// <param name="Expiry">MMYY.</param>
internal sealed record CardResponse(string? Name, string? Last4, string? Expiry, string? Brand);

internal sealed record CustomerResponse(string Name);

/// <param name="RefundBalance">What can still be refunded; shown even when it is 0.00.</param>
/// <param name="RefundIds">The refunds so far.</param>
internal sealed record RefundObjectResponse(string RefundBalance, IReadOnlyList<string>? RefundIds = null);

internal sealed record TraceResponse(IReadOnlyList<TraceEntry> History);

/// <summary>One API call on a transaction, as its trace shows it.</summary>
internal sealed record TraceEntry(string Action, string RequestId, string CorrelationId, string Timestamp)
{
    /// <summary>The samples show this offset in summer; whether it changes in winter is not known.</summary>
    private static readonly TimeSpan Offset = TimeSpan.FromHours(-5);

    internal static TraceEntry Make(string action, DateTimeOffset now) => new(
        action, Guid.NewGuid().ToString(), Guid.NewGuid().ToString(),
        now.ToOffset(Offset).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture));
}
