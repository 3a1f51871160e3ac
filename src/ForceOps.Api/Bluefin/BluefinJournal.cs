using System.Globalization;
using ForceOps.Api.Journal;

namespace ForceOps.Api.Bluefin;

/// <summary>What the journal may keep of each body: no token, no approval code, no name, address or description.</summary>
internal static class BluefinJournal
{
    internal static JournalRequest Of(BluefinCall call, object? body = null, string? transactionId = null) => body switch
    {
        ForceBody force => new()
        {
            AccountId = JournalNumber.Of(call.AccountId),
            TransactionId = force.TransactionId,
            Amount = TotalOf(force.Amounts),
            Currency = force.Amounts?.Currency,
            DescriptorLength = force.Description?.Length,
        },
        RefundBody refund => new()
        {
            AccountId = JournalNumber.Of(call.AccountId),
            Reference = transactionId,
            Amount = TotalOf(refund.Amounts),
            Currency = refund.Amounts?.Currency,
            DescriptorLength = refund.Description?.Length,
        },
        _ => new() { AccountId = JournalNumber.Of(call.AccountId), Reference = transactionId },
    };

    private static JournalNumber TotalOf(AmountsBody? amounts) =>
        decimal.TryParse(amounts?.Total, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var total) ? JournalNumber.Of(total) : default;
}
