using System.Globalization;
using ForceOps.Api.Journal;

namespace ForceOps.Api.Bluefin;

/// <summary>
/// Copies the values that the request journal may keep from each body: no token, no approval code, no name, no address and no
/// description.
/// </summary>
internal static class BluefinJournal
{
    internal static RecordedBody Of(BluefinCall call, object? body = null, string? transactionId = null) => body switch
    {
        ForceRequest force => new()
        {
            AccountId = RecordedNumber.Of(call.AccountId),
            TransactionId = force.TransactionId,
            Amount = TotalOf(force.Amounts),
            Currency = force.Amounts?.Currency,
            DescriptorLength = RecordedBody.LengthOf(force.Description),
        },
        RefundRequest refund => new()
        {
            AccountId = RecordedNumber.Of(call.AccountId),
            Reference = transactionId,
            Amount = TotalOf(refund.Amounts),
            Currency = refund.Amounts?.Currency,
            DescriptorLength = RecordedBody.LengthOf(refund.Description),
        },
        _ => new() { AccountId = RecordedNumber.Of(call.AccountId), Reference = transactionId },
    };

    private static RecordedNumber TotalOf(AmountsRequest? amounts) =>
        decimal.TryParse(amounts?.Total, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var total)
            ? RecordedNumber.Of(total)
            : default;
}
