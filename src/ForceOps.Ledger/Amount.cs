namespace ForceOps;

/// <summary>
/// Represents a sum of money that an operation moves, in major units of a currency that is named beside it. An amount is greater
/// than 0 and has at most 15 integer digits and <see cref="DecimalsMax"/> decimals. Equality is by value: 40.5 equals 40.50. The
/// default value is 0 and moves nothing; no operation accepts the default value.
/// </summary>
public readonly record struct Amount
{
    /// <summary>The largest number of minor units that ISO 4217 gives any currency (CLF, UYW), and the scale of the columns.</summary>
    public const int DecimalsMax = 4;

    /// <summary>
    /// The exclusive upper limit, 15 integer digits: with four decimals these are the 19 digits that numeric(19,4) holds.
    /// </summary>
    private const decimal Limit = 1_000_000_000_000_000m;

    private Amount(decimal value) => Value = value;

    public decimal Value { get; }

    /// <summary>Makes an amount; returns false when the number is outside the range.</summary>
    public static bool TryCreate(decimal value, out Amount amount)
    {
        var valid = value > 0 && value < Limit && decimal.Round(value, DecimalsMax) == value;
        amount = valid ? new Amount(value) : default;
        return valid;
    }

    /// <summary>
    /// Returns true when a sum that the ledger computed itself, such as a fee, has no more integer digits than an amount.
    /// </summary>
    internal static bool Fits(decimal sum) => sum < Limit;

    /// <exception cref="ArgumentOutOfRangeException">The number is outside the range.</exception>
    public static Amount Create(decimal value) =>
        TryCreate(value, out var amount) ? amount : throw new ArgumentOutOfRangeException(nameof(value), value, "not an amount");

    public override string ToString() => Value.ToString();
}
