using System.Globalization;

namespace ForceOps.Torture.Crash;

/// <summary>Makes requests with tracking ids of their own. What is chosen depends on the random numbers alone.</summary>
internal sealed class Operations(string name, Random random)
{
    private const string Payments = "/payments/v1/payments";
    private const string Methods = "/payment-methods/v2/payments";

    private int _count;

    internal SentOperation Force(long account, decimal amount, bool credit) => Make(
        credit ? OperationKind.Credit : OperationKind.Debit, $"{Payments}/force", account, amount,
        $"\"account_id\":{account},\"amount\":{Text(amount)},\"processing_code\":\"{(credit ? "090907" : "090908")}\",\"descriptor\":\"torture\"");

    internal SentOperation CancelForce(SentOperation force, decimal amount, Expectation expected = Expectation.Posted) => Make(
        OperationKind.CancelForce, $"{Payments}/force/cancel", force.Account, amount,
        $"\"original_tracking_id\":\"{force.TrackingId}\",\"amount\":{Text(amount)}", of: force, expected: expected);

    internal SentOperation Transfer(long from, long to, decimal amount, Expectation expected = Expectation.Posted) => Make(
        OperationKind.Transfer, Payments, from, amount,
        $$$"""
        "from":[{"account":{"id":{{{from}}}}}],"to":[{"amount":{{{Text(amount)}}},"account":{"id":{{{to}}}}}]
        """, other: to, expected: expected);

    internal SentOperation CancelTransfer(SentOperation transfer, decimal amount) => Make(
        OperationKind.CancelTransfer, "/payments/v2/cancel", transfer.Account, amount,
        $"\"original_tracking_id\":\"{transfer.TrackingId}\",\"amount\":{Text(amount)}", transfer.Other, transfer);

    internal SentOperation Hold(long account, decimal amount) => Make(
        OperationKind.Hold, $"{Payments}/hold-funds/block", account, amount,
        $"\"account_id\":{account},\"amount\":{Text(amount)},\"processing_code\":\"200001\"");

    internal SentOperation Release(SentOperation hold, decimal amount) => Make(
        OperationKind.Release, $"{Payments}/hold-funds/unblock", hold.Account, amount,
        $"\"account_id\":{hold.Account},\"original_tracking_id\":\"{hold.TrackingId}\",\"amount\":{Text(amount)},\"processing_code\":\"200011\"",
        of: hold);

    internal SentOperation Payment(long account, decimal amount, bool cashIn, Expectation expected = Expectation.Posted) => Make(
        cashIn ? OperationKind.CashIn : OperationKind.CashOut, Methods, account, amount,
        $"\"account_id\":{account},\"amount\":{Text(amount)},\"processing_code\":\"{(cashIn ? "100001" : "100002")}\"", expected: expected);

    internal SentOperation CancelPayment(SentOperation payment, decimal amount) => Make(
        OperationKind.CancelPayment, $"{Methods}/cancel", payment.Account, amount,
        $"\"original_tracking_id\":\"{payment.TrackingId}\",\"amount\":{Text(amount)}", of: payment);

    private SentOperation Make(
        OperationKind kind, string path, long account, decimal amount, string members, long? other = null, SentOperation? of = null,
        Expectation expected = Expectation.Posted)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        var trackingId = $"{name}-{++_count:D6}-{Convert.ToHexStringLower(bytes)}";
        return new SentOperation
        {
            TrackingId = trackingId, Kind = kind, Path = path, Account = account, Amount = amount, Other = other, Of = of,
            Expected = expected, Body = $$"""{"tracking_id":"{{trackingId}}",{{members.Trim()}}}""",
        };
    }

    private static string Text(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);
}
