using FsCheck;
using FsCheck.Fluent;

namespace ForceOps.Tests;

/// <summary>Random steps out of few accounts, codes, amounts and ids, so that they meet: repeats, refusals and collisions are frequent.</summary>
internal static class Steps
{
    private const int LengthMax = 500;

    /// <summary>How the org changes its codes while business goes on: fees come, directions turn, codes vanish.</summary>
    public static IReadOnlyList<OrgRules> RulesOverTime { get; } =
    [
        Rules(BalanceImpact.Debit, new FeeRule(1, 10)),
        Rules(BalanceImpact.Credit, new FeeRule(0, 0.5m)),
        Rules(BalanceImpact.None, null),
        Rules(BalanceImpact.Credit, new FeeRule(2, 150)) with { OpenOnFirstUse = false },
        Sample.Org(Sample.Rule(Sample.CreditCode, BalanceImpact.Credit)) with { Currency = Sample.Jpy },
    ];

    /// <summary>A sequence is cut into batches; each batch has a size and one of <see cref="RulesOverTime"/>.</summary>
    public static Gen<Sequence> Sequences { get; } =
        from length in Gen.Choose(1, LengthMax)
        from tracking in Gen.Choose(3, 3 + length)
        from steps in Gen.ArrayOf(Step(tracking), length)
        from batches in Gen.ArrayOf(Gen.Two(Gen.Choose(0, 24)), length)
        select new Sequence(steps, [.. batches.Select(batch => new Batch(1 + (batch.Item1 * batch.Item2 / 16), batch.Item1 % RulesOverTime.Count))]);

    private static readonly Gen<decimal> Sum = Gen.Frequency(
        (6, Gen.Elements(1m, 2m, 5m, 10m, 40m)),
        (3, Gen.Elements(40.25m, 20.00m, 0.01m, 0.10m, 3.33m)),
        (1, Gen.Elements(0.001m, 1.2345m, 999_999_999_999_999.9999m, 999_999_999_999_999m)));

    private static Gen<Step> Step(int tracking) =>
        from step in Gen.Frequency((6, Force(tracking)), (5, CancelForce(tracking)))
        from number in Gen.Choose(0, tracking)
        from channel in Gen.Frequency((6, Gen.Constant(Channel.Pismo)), (1, Gen.Elements(Channel.Bluefin, Channel.Fiserv)))
        from descriptor in Gen.Elements(null, null, null, "text")
        select step with { TrackingNumber = number, Channel = channel, Descriptor = descriptor };

    private static Gen<Step> Force(int tracking) =>
        from account in Gen.Choose(1, 5)
        from sum in Sum
        from code in Gen.Frequency((9, Gen.Elements("090907", "090908", "FEE001")), (2, Gen.Elements("000000", "gone")))
        from currency in Gen.Frequency((8, Gen.Constant<string?>(null)), (3, Gen.Elements<string?>("USD", "JPY", "BHD", "CLF")))
        from place in Gen.Frequency((8, Gen.Constant<int?>(null)), (1, Place(tracking)))
        from days in Gen.Frequency((12, Gen.Constant(0)), (1, Gen.Elements(-1, 1)))
        select (Step)new ForceStep(account, sum, code, currency, place, days) { TrackingNumber = 0 };

    private static Gen<Step> CancelForce(int tracking) =>
        from named in Gen.Frequency((4, Gen.Constant(1)), (4, Gen.Constant(2)), (1, Gen.Constant(3)))
        from place in Place(tracking)
        from number in Gen.Choose(0, tracking)
        from sum in Gen.Frequency((2, Gen.Constant<decimal?>(null)), (5, Sum.Select(sum => (decimal?)sum)))
        from fees in Gen.Elements(false, true)
        select (Step)new CancelForceStep((named & 1) > 0 ? place : null, (named & 2) > 0 ? number : null, sum, fees) { TrackingNumber = 0 };

    private static Gen<int?> Place(int tracking) => Gen.Choose(0, tracking).Select(place => (int?)place);

    private static OrgRules Rules(BalanceImpact impact, FeeRule? fee) => Sample.Org(
        Sample.Rule(Sample.DebitCode, BalanceImpact.Debit, reversal: Sample.CreditCode),
        Sample.Rule(Sample.CreditCode, BalanceImpact.Credit, reversal: Sample.DebitCode),
        Sample.Rule(Sample.NeutralCode, BalanceImpact.None, fee),
        Sample.Rule(Sample.FeeCode, impact, fee));
}
