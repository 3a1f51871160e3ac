using System.Buffers;

namespace ForceOps;

/// <summary>
/// Names a kind of operation in an org. A code has 3 to 6 ASCII letters or digits (Pismo, processing codes). Equality is by
/// characters. The default value holds no text and names no code.
/// </summary>
public readonly record struct ProcessingCode
{
    private static readonly SearchValues<char> Letters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    private readonly string? _text;

    private ProcessingCode(string text) => _text = text;

    public string Text => _text ?? "";

    public static bool TryParse(string? text, out ProcessingCode code)
    {
        var valid = text is { Length: >= 3 and <= 6 } && !text.AsSpan().ContainsAnyExcept(Letters);
        code = valid ? new ProcessingCode(text!) : default;
        return valid;
    }

    /// <exception cref="FormatException">The text is no processing code.</exception>
    public static ProcessingCode Parse(string text) =>
        TryParse(text, out var code) ? code : throw new FormatException($"'{text}' is not a processing code");

    public override string ToString() => Text;
}

/// <summary>Describes what a processing code does.</summary>
/// <param name="Code">The name of the code in the org.</param>
/// <param name="Impact">The direction of the movement, seen from the account.</param>
/// <param name="Description">The description for people, at most 50 characters; null when there is none.</param>
/// <param name="ReversalCode">The code of a cancellation; null when the cancellation keeps the original's code.</param>
/// <param name="Fee">The fee that a force with this code charges besides its amount, unless the account has a fee of its own for the code;
/// null when there is no fee.</param>
public sealed record ProcessingRule(ProcessingCode Code, BalanceImpact Impact, string? Description, ProcessingCode? ReversalCode,
    FeeRule? Fee)
{
    public OperationType OperationType { get; init; }

    /// <summary>The longest description, in code points (contract of the Pismo routes, section 7), as the column counts them.</summary>
    private const int DescriptionLengthMax = 50;

    /// <summary>
    /// Returns true when the text is a valid description: null, or at most 50 characters and no control character. PostgreSQL
    /// stores no NUL in a text, and the other control characters do no good in a list of codes.
    /// </summary>
    public static bool IsDescription(string? text) =>
        text is null || (CodePoints.Count(text) <= DescriptionLengthMax && !text.Any(char.IsControl));
}

/// <summary>Lists what a processing code is for (Pismo, processing codes).</summary>
public enum OperationType
{
    Normal,

    /// <summary>The code is for holds, their release and transfers of held money.</summary>
    HoldFunds,
}

/// <summary>
/// Describes the fee of a processing code or of an account: a fixed sum, a percentage of the amount, their sum, or the larger of the two;
/// neither may be negative. Decision: the public pages show that forced operations can have fees, and do not show how fees are attached.
/// </summary>
public sealed record FeeRule(decimal Fixed, decimal Percent, FeeMethod Method = FeeMethod.Sum)
{
    /// <summary>
    /// The exclusive limit of a percentage: a percentage below the limit fits the column, and the limit is beyond any test's
    /// need.
    /// </summary>
    public const decimal PercentLimit = 100_000;

    /// <summary>Returns the reason why the number is no fixed fee; null when it is one.</summary>
    public static string? ProblemOfFixed(decimal number) => number < 0 ? "must not be negative"
        : !Amount.Fits(number) ? "must have at most 15 integer digits"
        : HasTooManyDecimals(number) ? $"must have at most {Amount.DecimalsMax} decimals" : null;

    /// <summary>Returns the reason why the number is no percentage of a fee; null when it is one.</summary>
    public static string? ProblemOfPercent(decimal number) => number < 0 ? "must not be negative"
        : number >= PercentLimit ? $"must be below {PercentLimit:0}"
        : HasTooManyDecimals(number) ? $"must have at most {Amount.DecimalsMax} decimals" : null;

    /// <summary>Returns a rule for the two parts; null when both are 0 and nothing is charged.</summary>
    public static FeeRule? Charging(decimal fixedSum, decimal percent, FeeMethod method) =>
        fixedSum == 0 && percent == 0 ? null : new FeeRule(fixedSum, percent, method);

    private static bool HasTooManyDecimals(decimal number) => decimal.Round(number, Amount.DecimalsMax) != number;

    /// <summary>Returns the fee of an amount, rounded to the currency's minor units.</summary>
    public decimal Of(Amount amount, Currency currency)
    {
        var part = amount.Value * Percent / 100;
        return currency.Round(Method switch
        {
            FeeMethod.Sum => Fixed + part,
            FeeMethod.Greater => Math.Max(Fixed, part),
        });
    }
}

/// <summary>Lists how the two parts of a fee make one fee.</summary>
public enum FeeMethod
{
    /// <summary>Both parts are charged; a part of 0 leaves the other one alone (Pismo's models FIXED and PERCENTAGE).</summary>
    Sum,

    /// <summary>The larger part is charged (Pismo's model GREATER).</summary>
    Greater,
}

/// <summary>
/// Holds the processing codes of the card dialects, which name no code on the wire. An org may give the sale's code a fee, which
/// is then the merchant's discount.
/// </summary>
public static class MerchantCodes
{
    public static readonly ProcessingCode Sale = ProcessingCode.Parse("MSALE1");

    /// <summary>The code that takes a sale back.</summary>
    public static readonly ProcessingCode Refund = ProcessingCode.Parse("MREFD1");
}
