namespace ForceOps;

/// <summary>
/// A currency of ISO 4217. Only <see cref="TryParse"/> gives one out, so every value is in the list of <see cref="Iso4217"/>.
/// Equality by alphabetic code.
/// </summary>
public sealed record Currency
{
    internal Currency(string code, string number, int minorUnits) => (Code, Number, MinorUnits) = (code, number, minorUnits);

    /// <summary>Three capital letters, such as <c>BRL</c>.</summary>
    public string Code { get; }

    /// <summary>Three digits, such as <c>986</c>.</summary>
    public string Number { get; }

    /// <summary>Decimals of an amount: JPY 0, USD 2, BHD 3. From 0 to <see cref="Amount.DecimalsMax"/>.</summary>
    public int MinorUnits { get; }

    public static Currency Usd { get; } = Iso4217.Find("USD")!;

    /// <summary>Reads the alphabetic or the numeric code; case matters, since ISO 4217 writes capitals.</summary>
    public static bool TryParse(string? text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Currency? currency)
    {
        currency = text is { Length: 3 } ? Iso4217.Find(text) : null;
        return currency is not null;
    }

    /// <exception cref="FormatException">The text is no code of ISO 4217.</exception>
    public static Currency Parse(string text) =>
        TryParse(text, out var currency) ? currency : throw new FormatException($"'{text}' is not a currency of ISO 4217");

    /// <summary>Whether a sum has no more decimals than the currency.</summary>
    public bool Fits(decimal sum) => decimal.Round(sum, MinorUnits) == sum;

    /// <summary>Rounds half away from zero, as people do on paper; used for fees, the only sums the ledger computes itself.</summary>
    public decimal Round(decimal sum) => decimal.Round(sum, MinorUnits, MidpointRounding.AwayFromZero);

    public bool Equals(Currency? other) => other is not null && string.Equals(Code, other.Code, StringComparison.Ordinal);

    public override int GetHashCode() => Code.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Code;
}
