using FsCheck;
using FsCheck.Fluent;

namespace ForceOps.Tests;

/// <summary>
/// Random steps out of few accounts, codes, amounts and ids, so that they meet: repeats, refusals and collisions are frequent.
/// </summary>
internal static class Steps
{
    private const int LengthMax = 500;

    /// <summary>How the org changes its codes while business goes on: fees come, directions turn, codes vanish.</summary>
    public static IReadOnlyList<OrgRules> RulesOverTime { get; } =
    [
        Rules(BalanceImpact.Debit, new FeeRule(1, 10)),
        Rules(BalanceImpact.Credit, new FeeRule(0.1m, 0.5m, FeeMethod.Greater)),
        Rules(BalanceImpact.None, null),
        Rules(BalanceImpact.Credit, new FeeRule(2, 150)) with { OpenOnFirstUse = false },
        Sample.Org(Sample.Rule(Sample.CreditCode, BalanceImpact.Credit),
            Sample.Rule(SampleTransfer.CashIn, BalanceImpact.Credit)) with { Currency = Sample.Jpy },
    ];

    /// <summary>A sequence is cut into batches; each batch has a size and one of <see cref="RulesOverTime"/>.</summary>
    public static Gen<Sequence> Sequences { get; } =
        from length in Gen.Choose(1, LengthMax)
        from tracking in Gen.Choose(3, 3 + length)
        from steps in Gen.ArrayOf(Step(tracking), length)
        from batches in Gen.ArrayOf(Gen.Two(Gen.Choose(0, 24)), length)
        from changes in Gen.ArrayOf(Changes, length)
        select new Sequence(steps, [.. batches.Zip(changes, Batch)]);

    /// <summary>The last of the accounts, before which customers are.</summary>
    internal const int AccountsCount = 7;

    internal static readonly Gen<string?> AnyCode = Gen.Frequency(
        (9, Gen.Constant<string?>(null)), (2, Gen.Elements<string?>("090907", "090908", "100003", "100004", "000000", "gone")));

    internal static readonly Gen<string?> AnyCurrency = Gen.Frequency(
        (8, Gen.Constant<string?>(null)), (3, Gen.Elements<string?>("USD", "JPY", "BHD", "CLF")));

    internal static readonly Gen<decimal> Sum = Gen.Frequency(
        (6, Gen.Elements(1m, 2m, 5m, 10m, 40m)),
        (3, Gen.Elements(40.25m, 20.00m, 0.01m, 0.10m, 3.33m)),
        (1, Gen.Elements(0.001m, 1.2345m, 999_999_999_999_999.9999m, 999_999_999_999_999m)));

    private static readonly Gen<TransferParty> Inside = Gen.Choose(1, AccountsCount).Select(id =>
        IsShop(id) ? (TransferParty)new TransferParty.Merchant(id) : new TransferParty.Customer(id));

    private static readonly Gen<TransferParty> Outside = Gen.Frequency(
        (2, Gen.Elements<TransferParty>(new TransferParty.Outside("A", "1"), new TransferParty.Outside("B", "1"))),
        (3, Gen.Elements<TransferParty>(new TransferParty.Card(1), new TransferParty.Card(2), new TransferParty.Card(105),
            new TransferParty.Card(168))));

    private static readonly Gen<AccountChange> Change =
        from account in Gen.Choose(1, AccountsCount)
        from status in Gen.Frequency((8, Gen.Constant(AccountStatus.Normal)),
            (1, Gen.Elements(AccountStatus.Blocked, AccountStatus.Cancelled, AccountStatus.DebitOnly)))
        from credit in Gen.Elements(0m, 0m, 20m, 100m)
        from perOperation in Gen.Elements<decimal?>(null, null, null, 5m, 20m)
        from perDay in Gen.Elements<decimal?>(null, null, 15m, 50m)
        from delayed in Gen.Frequency((6, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new AccountChange(account, status, credit, perOperation, perDay) { IsDelayed = delayed };

    private static readonly Gen<AccountChange[]> Changes =
        Gen.Frequency((4, Gen.Constant<AccountChange[]>([])), (2, Gen.ArrayOf(Change, 1)), (1, Gen.ArrayOf(Change, AccountsCount)));

    public static bool IsShop(int account) => account > 5;

    private static Batch Batch((int One, int Other) numbers, AccountChange[] changes) =>
        new(1 + (numbers.One * numbers.Other / 16), numbers.One % RulesOverTime.Count) { NextDay = numbers.Other % 5 == 0,
            PostsDelayed = numbers.One % 4 == 0, Changes = changes };

    private static Gen<Step> Step(int tracking) =>
        from step in Gen.Frequency((8, Force(tracking)), (9, CancelForce(tracking)), (7, Transfer), (5, CancelTransfer(tracking)),
            (6, HoldSteps.Any(tracking)), (8, PaymentSteps.Any(tracking)), (5, PreAuthorizationSteps.Any(tracking)))
        from number in Gen.Choose(0, tracking)
        from channel in Gen.Frequency((6, Gen.Constant(Channel.Pismo)), (1, Gen.Elements(Channel.Bluefin, Channel.Fiserv)))
        from descriptor in Gen.Elements(null, null, null, "text")
        from own in Gen.Frequency((7, Gen.Constant<int?>(null)), (1, Gen.Choose(1, AccountsCount).Select(id => (int?)id)))
        from delay in Gen.Frequency((6, Gen.Constant<int?>(null)), (1, Gen.Elements<int?>(0, 1)))
        select step with { TrackingNumber = number, Channel = channel, Descriptor = descriptor, ConfinedTo = own, DelayDays = delay };

    private static Gen<Step> Force(int tracking) =>
        from account in Gen.Choose(1, 5)
        from sum in Sum
        from code in Gen.Frequency((9, Gen.Elements("090907", "090908", "FEE001")), (2, Gen.Elements("000000", "gone")))
        from currency in AnyCurrency
        from place in Gen.Frequency((8, Gen.Constant<int?>(null)), (1, Place(tracking)))
        from days in Gen.Frequency((12, Gen.Constant(0)), (1, Gen.Elements(-1, 1000)))
        select (Step)new ForceStep(account, sum, code, currency, place, days) { TrackingNumber = 0 };

    private static Gen<Step> CancelForce(int tracking) =>
        from named in Gen.Frequency((4, Gen.Constant(1)), (4, Gen.Constant(2)), (1, Gen.Constant(3)))
        from place in Place(tracking)
        from number in Gen.Choose(0, tracking)
        from sum in Gen.Frequency((2, Gen.Constant<decimal?>(null)), (5, Sum.Select(sum => (decimal?)sum)))
        from fees in Gen.Elements(false, true)
        from settlement in Gen.Frequency((6, Gen.Constant(Settlement.Any)), (1, Gen.Elements(Settlement.Before, Settlement.After)))
        select (Step)new CancelForceStep((named & 1) > 0 ? place : null, (named & 2) > 0 ? number : null, sum, fees) { TrackingNumber = 0,
            Settlement = settlement };

    private static Gen<Step> Transfer =>
        from inside in Gen.Two(Inside)
        from outside in Outside
        from kind in Gen.Choose(0, 5)
        from sum in Sum
        from debit in AnyCode
        from credit in AnyCode
        from currency in AnyCurrency
        let parties = Parties(kind, inside, outside)
        select (Step)new TransferStep(parties.From, parties.To, sum, debit, credit, currency) { TrackingNumber = 0 };

    private static Gen<Step> CancelTransfer(int tracking) =>
        from byPlace in Gen.Elements(false, true)
        from place in Gen.Choose(0, tracking)
        from number in Gen.Choose(0, tracking)
        from sum in Sum
        from debit in AnyCode
        from credit in AnyCode
        select (Step)new CancelTransferStep(byPlace ? place : null, number, sum, debit, credit) { TrackingNumber = 0 };

    /// <summary>A card only gives, and nobody pays himself.</summary>
    private static (TransferParty From, TransferParty To) Parties(
        int kind, (TransferParty One, TransferParty Other) inside, TransferParty outside) =>
        kind switch
    {
        0 or 1 => (outside, inside.One),
        2 => (inside.One, outside is TransferParty.Card ? new TransferParty.Outside("A", "1") : outside),
        _ => inside.One.AccountId == inside.Other.AccountId ? (outside, inside.One) : (inside.One, inside.Other),
    };

    private static Gen<int?> Place(int tracking) => Gen.Choose(0, tracking).Select(place => (int?)place);

    private static OrgRules Rules(BalanceImpact impact, FeeRule? fee) => Sample.Org(
    [
        .. SampleTransfer.Codes,
        .. SampleHold.Codes,
        Sample.Rule(Sample.DebitCode, BalanceImpact.Debit, reversal: Sample.CreditCode),
        Sample.Rule(Sample.CreditCode, BalanceImpact.Credit, reversal: Sample.DebitCode),
        Sample.Rule(Sample.NeutralCode, BalanceImpact.None, fee),
        Sample.Rule(Sample.FeeCode, impact, fee),
    ]);
}
