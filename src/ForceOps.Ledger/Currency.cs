using System.Collections.Frozen;

namespace ForceOps;

/// <summary>
/// Represents a currency of ISO 4217. Only <see cref="TryParse"/> gives out currencies, so every value is in the list of
/// <see cref="Iso4217"/>. Equality is by alphabetic code.
/// </summary>
public sealed record Currency
{
    internal Currency(string code, string number, int minorUnits) => (Code, Number, MinorUnits) = (code, number, minorUnits);

    /// <summary>The alphabetic code: three capital letters, such as <c>BRL</c>.</summary>
    public string Code { get; }

    /// <summary>The numeric code: three digits, such as <c>986</c>.</summary>
    public string Number { get; }

    /// <summary>
    /// The number of decimals of an amount, from 0 to <see cref="Amount.DecimalsMax"/>: JPY has 0, USD has 2, BHD has 3.
    /// </summary>
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

    /// <summary>Returns true when a sum has no more decimals than the currency.</summary>
    public bool Fits(decimal sum) => decimal.Round(sum, MinorUnits) == sum;

    /// <summary>
    /// Rounds half away from zero, as people do on paper. Only fees are rounded, since fees are the only sums that the ledger
    /// computes itself.
    /// </summary>
    public decimal Round(decimal sum) => decimal.Round(sum, MinorUnits, MidpointRounding.AwayFromZero);

    public bool Equals(Currency? other) => other is not null && string.Equals(Code, other.Code, StringComparison.Ordinal);

    public override int GetHashCode() => Code.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Code;
}

/// <summary>
/// Lists the active currencies of ISO 4217 that have minor units, read 2026-11. The list has the funds codes. The list has no
/// metals, no test codes and no "no currency", since no account can be kept in them.
/// </summary>
internal static class Iso4217
{
    /// <summary>The alphabetic code, the numeric code and the minor units of each currency.</summary>
    private static readonly string[] Table =
    [
        "AED7842 AFN9712 ALL0082 AMD0512 AOA9732 ARS0322 AUD0362 AWG5332",
        "AZN9442 BAM9772 BBD0522 BDT0502 BGN9752 BHD0483 BIF1080 BMD0602",
        "BND0962 BOB0682 BOV9842 BRL9862 BSD0442 BTN0642 BWP0722 BYN9332",
        "BZD0842 CAD1242 CDF9762 CHE9472 CHF7562 CHW9482 CLF9904 CLP1520",
        "CNY1562 COP1702 COU9702 CRC1882 CUP1922 CVE1322 CZK2032 DJF2620",
        "DKK2082 DOP2142 DZD0122 EGP8182 ERN2322 ETB2302 EUR9782 FJD2422",
        "FKP2382 GBP8262 GEL9812 GHS9362 GIP2922 GMD2702 GNF3240 GTQ3202",
        "GYD3282 HKD3442 HNL3402 HTG3322 HUF3482 IDR3602 ILS3762 INR3562",
        "IQD3683 IRR3642 ISK3520 JMD3882 JOD4003 JPY3920 KES4042 KGS4172",
        "KHR1162 KMF1740 KPW4082 KRW4100 KWD4143 KYD1362 KZT3982 LAK4182",
        "LBP4222 LKR1442 LRD4302 LSL4262 LYD4343 MAD5042 MDL4982 MGA9692",
        "MKD8072 MMK1042 MNT4962 MOP4462 MRU9292 MUR4802 MVR4622 MWK4542",
        "MXN4842 MXV9792 MYR4582 MZN9432 NAD5162 NGN5662 NIO5582 NOK5782",
        "NPR5242 NZD5542 OMR5123 PAB5902 PEN6042 PGK5982 PHP6082 PKR5862",
        "PLN9852 PYG6000 QAR6342 RON9462 RSD9412 RUB6432 RWF6460 SAR6822",
        "SBD0902 SCR6902 SDG9382 SEK7522 SGD7022 SHP6542 SLE9252 SOS7062",
        "SRD9682 SSP7282 STN9302 SVC2222 SYP7602 SZL7482 THB7642 TJS9722",
        "TMT9342 TND7883 TOP7762 TRY9492 TTD7802 TWD9012 TZS8342 UAH9802",
        "UGX8000 USD8402 USN9972 UYI9400 UYU8582 UYW9274 UZS8602 VED9262",
        "VES9282 VND7040 VUV5480 WST8822 XAF9500 XCD9512 XCG5322 XOF9520",
        "XPF9530 YER8862 ZAR7102 ZMW9672 ZWG9242",
    ];

    private static readonly FrozenDictionary<string, Currency> ByCode = Load();

    internal static Currency? Find(string alphabeticOrNumeric) => ByCode.GetValueOrDefault(alphabeticOrNumeric);

    private static FrozenDictionary<string, Currency> Load()
    {
        var currencies = Table.SelectMany(line => line.Split(' '))
            .Select(entry => new Currency(entry[..3], entry[3..6], entry[6] - '0'))
            .ToArray();
        return currencies.Select(currency => KeyValuePair.Create(currency.Code, currency))
            .Concat(currencies.Select(currency => KeyValuePair.Create(currency.Number, currency)))
            .ToFrozenDictionary(StringComparer.Ordinal);
    }
}
