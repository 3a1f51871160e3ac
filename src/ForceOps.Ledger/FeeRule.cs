namespace ForceOps;

/// <summary>
/// What a processing code charges: a fixed sum, a percentage of the amount, or both; neither may be negative.
/// Decision: the public pages show that forced operations can have fees, not how they are attached.
/// </summary>
public sealed record FeeRule(decimal Fixed, decimal Percent)
{
    /// <summary>Percentages are below it: it fits the column, and is beyond any test's need.</summary>
    public const decimal PercentLimit = 100_000;

    /// <summary>Null when nothing is charged.</summary>
    public static FeeRule? Charging(decimal fixedSum, decimal percent) => fixedSum == 0 && percent == 0 ? null : new FeeRule(fixedSum, percent);

    /// <summary>The fee of an amount, rounded to the currency's minor units.</summary>
    public decimal Of(Amount amount, Currency currency) => currency.Round(Fixed + (amount.Value * Percent / 100));
}
