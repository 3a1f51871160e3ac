using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace ForceOps.Api.Bluefin;

/// <summary>Shows a transaction in the form of PayConex; empty members are left out.</summary>
internal sealed record PaymentResponse
{
    /// <summary>The transaction id, 12 digits.</summary>
    [RegularExpression("^[0-9]{12}$")]
    public required string TransactionId { get; init; }

    /// <summary>The status: CAPTURED, DECLINED, INITIALIZED, VOIDED or REFUNDED.</summary>
    [AllowedValues("CAPTURED", "DECLINED", "INITIALIZED", "VOIDED", "REFUNDED")]
    public required string Status { get; init; }

    /// <summary>The time of the transaction in UTC, always with six zero decimals.</summary>
    [DataType(DataType.DateTime)]
    public required string Timestamp { get; init; }

    public string? Description { get; init; }
    public CustomerResponse? Customer { get; init; }
    public TraceResponse? Trace { get; init; }
    public AmountsResponse? Amounts { get; init; }
    public AuthResponse? Auth { get; init; }
    public CardResponse? Card { get; init; }
    public BinDataResponse? BinData { get; init; }

    /// <summary>The type of the transaction: FORCE or REFUND.</summary>
    public string? TransactionType { get; init; }

    public string? EntryMode { get; init; }
    public RefundObjectResponse? RefundObject { get; init; }
}

/// <param name="Currency">The currency, always USD.</param>
/// <param name="Approved">The approved sum with two decimals; absent when it is 0.</param>
/// <param name="Requested">The requested sum with two decimals; absent when it is 0.</param>
internal sealed record AmountsResponse(
    string Currency, [property: RegularExpression(BluefinSum.Pattern)] string? Approved,
    [property: RegularExpression(BluefinSum.Pattern)] string? Requested);

/// <param name="Code">The approval code that was sent: a force generates no approval code.</param>
internal sealed record AuthResponse(string? Code, string ProcessorMessage, string Message);

internal sealed record BinDataResponse(string Program);

/// <param name="Expiry">The card's expiry date, MMYY.</param>
internal sealed record CardResponse(string? Name, string? Last4, string? Expiry, string? Brand);

internal sealed record CustomerResponse(string Name);

/// <param name="RefundBalance">The amount that can still be refunded; shown even when it is 0.00.</param>
/// <param name="RefundIds">The transaction ids of the refunds so far.</param>
internal sealed record RefundObjectResponse(
    [property: RegularExpression(BluefinSum.Pattern)] string RefundBalance, IReadOnlyList<string>? RefundIds = null);

/// <param name="Source">The source of the request's trace.</param>
/// <param name="CustomId">The custom id of the request's trace.</param>
/// <param name="History">The API calls on the transaction.</param>
internal sealed record TraceResponse(string? Source, string? CustomId, IReadOnlyList<TraceEntry>? History);

/// <summary>Describes one API call on a transaction in the transaction's trace.</summary>
internal sealed record TraceEntry(string Action, string RequestId, string CorrelationId, string Timestamp)
{
    /// <summary>
    /// The UTC offset of the trace. The samples show this offset in summer; a change of the offset in winter is not known.
    /// </summary>
    private static readonly TimeSpan Offset = TimeSpan.FromHours(-5);

    internal static TraceEntry Make(string action, DateTimeOffset now) => new(
        action, Guid.NewGuid().ToString(), Guid.NewGuid().ToString(),
        now.ToOffset(Offset).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture));
}
