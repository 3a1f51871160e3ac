using FsCheck;
using FsCheck.Fluent;

namespace ForceOps.Tests;

/// <summary>A cash-in or cash-out, by its code.</summary>
internal record PaymentStep(int Account, decimal Sum, string Code, string? CurrencyCode) : Step
{
    protected override Operation Make(IReadOnlyList<long> posted) => PaymentOf(TrackingNumber);

    private protected Payment PaymentOf(int tracking) => new()
    {
        TrackingId = Tracking(tracking),
        CorrelationId = "cid",
        Channel = Channel,
        Descriptor = Descriptor,
        AccountId = Account,
        Amount = Amount.Create(Sum),
        ProcessingCode = ProcessingCode.Parse(Code),
        Currency = CurrencyCode is null ? null : Currency.Parse(CurrencyCode),
    };
}

internal sealed record PaymentTransferStep(
    int From, int To, decimal Sum, string? DebitCode, string? CreditCode, string? CurrencyCode) : Step
{
    protected override Operation Make(IReadOnlyList<long> posted) => new PaymentTransfer
    {
        TrackingId = Tracking(TrackingNumber),
        CorrelationId = "cid",
        Channel = Channel,
        Descriptor = Descriptor,
        From = From,
        To = To,
        Amount = Amount.Create(Sum),
        Currency = CurrencyCode is null ? null : Currency.Parse(CurrencyCode),
        DebitCode = ToCode(DebitCode),
        CreditCode = ToCode(CreditCode),
    };
}

/// <param name="Place">The original by its place in the order of posting; null: by its tracking id.</param>
/// <param name="OriginalNumber">The original by its tracking id.</param>
/// <param name="Sum">Null: all that is left.</param>
internal sealed record CancelPaymentStep(int? Place, int OriginalNumber, decimal? Sum) : Step
{
    protected override Operation Make(IReadOnlyList<long> posted) => new CancelPayment
    {
        TrackingId = Tracking(TrackingNumber),
        CorrelationId = "cid",
        Channel = Channel,
        Descriptor = Descriptor,
        ConfinedTo = ConfinedTo,
        AuthorizationId = Place is { } place ? IdAt(posted, place) : null,
        OriginalTrackingId = Place is null ? Tracking(OriginalNumber) : null,
        Amount = Sum is { } sum ? Amount.Create(sum) : null,
    };
}

/// <summary>Random payments, and what they mean as transfers.</summary>
internal static class PaymentSteps
{
    public static Gen<Step> Any(int tracking) => Gen.Frequency((3, Payment), (3, Transfer), (6, Cancel(tracking)));

    private static Gen<Step> Payment =>
        from account in Gen.Choose(1, Steps.AccountsCount)
        from sum in Steps.Sum
        from code in Gen.Frequency((9, Gen.Elements("100001", "100002", "090907", "090908")), (1, Gen.Elements("000000", "gone")))
        from currency in Steps.AnyCurrency
        select (Step)new PaymentStep(account, sum, code, currency) { TrackingNumber = 0 };

    private static Gen<Step> Transfer =>
        from accounts in Gen.Two(Gen.Choose(1, Steps.AccountsCount))
        from sum in Steps.Sum
        from debit in Steps.AnyCode
        from credit in Steps.AnyCode
        from currency in Steps.AnyCurrency
        let other = accounts.Item1 == accounts.Item2 ? (accounts.Item1 % Steps.AccountsCount) + 1 : accounts.Item2
        select (Step)new PaymentTransferStep(accounts.Item1, other, sum, debit, credit, currency) { TrackingNumber = 0 };

    private static Gen<Step> Cancel(int tracking) =>
        from byPlace in Gen.Elements(false, true)
        from place in Gen.Choose(0, tracking)
        from number in Gen.Choose(0, tracking)
        from sum in Gen.Frequency((2, Gen.Constant<decimal?>(null)), (3, Steps.Sum.Select(sum => (decimal?)sum)))
        select (Step)new CancelPaymentStep(byPlace ? place : null, number, sum) { TrackingNumber = 0 };

    /// <summary>The transfer whose checks the payment had to pass; the direction is that of what was stored.</summary>
    public static Transfer AsTransfer(Operation operation, Outcome outcome)
    {
        var (from, to, amount) = operation switch
        {
            PaymentTransfer transfer => (Customer(transfer.From), Customer(transfer.To), transfer.Amount),
            Payment payment when ((Outcome.Accepted)outcome).Authorization.Impact == BalanceImpact.Credit =>
                (new TransferParty.World(), Customer(payment.AccountId), payment.Amount),
            Payment payment => (Customer(payment.AccountId), new TransferParty.World(), payment.Amount),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return new Transfer { TrackingId = operation.TrackingId, CorrelationId = "cid", From = from, To = to, Amount = amount };
    }

    private static TransferParty Customer(long id) => new TransferParty.Customer(id);
}
