using System.Buffers;

namespace ForceOps;

/// <summary>
/// The name of a kind of operation in an org. 3 to 6 ASCII letters or digits (Pismo, processing codes); equality by characters.
/// The default value holds no text and names no code.
/// </summary>
public readonly record struct ProcessingCode
{
    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

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

/// <summary>What a processing code does.</summary>
/// <param name="Code">Its name in the org.</param>
/// <param name="Impact">Direction of the movement on the account.</param>
/// <param name="Description">What people call it, at most 50 characters.</param>
/// <param name="ReversalCode">The code of a cancellation; null means the cancellation keeps the original's code.</param>
/// <param name="Fee">What a force with this code charges besides its amount; null means nothing.</param>
public sealed record ProcessingRule(ProcessingCode Code, BalanceImpact Impact, string? Description, ProcessingCode? ReversalCode, FeeRule? Fee)
{
    /// <summary>PostgreSQL keeps no NUL in a text, and no list of codes is better for the other control characters.</summary>
    public static bool IsDescription(string? text) => text is null || (text.Length <= 50 && !text.Any(char.IsControl));
}

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

/// <summary>The processing codes of the card dialects, which name none on the wire. An org may give the sale's code a fee: the merchant's discount.</summary>
public static class MerchantCodes
{
    public static readonly ProcessingCode Sale = ProcessingCode.Parse("MSALE1");

    /// <summary>What takes a sale back.</summary>
    public static readonly ProcessingCode Refund = ProcessingCode.Parse("MREFD1");
}
