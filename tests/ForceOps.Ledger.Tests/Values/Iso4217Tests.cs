namespace ForceOps.Tests;

/// <summary>The table is typed by hand; these catch a lost line, a swapped digit and a letter too many.</summary>
public sealed class Iso4217Tests
{
    private static readonly Currency[] All = [.. EnumNames(3, 'A', 'Z').Select(Iso4217.Find).OfType<Currency>()];

    [Fact]
    public void The_list_is_as_long_as_the_standard_is() => Assert.InRange(All.Length, 155, 175);

    [Fact]
    public void No_code_and_no_number_stands_there_twice()
    {
        Assert.Equal(All.Length, All.Select(currency => currency.Code).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(All.Length, All.Select(currency => currency.Number).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Every_number_finds_the_currency_of_its_letters() =>
        Assert.All(All, currency => Assert.Same(currency, Iso4217.Find(currency.Number)));

    [Fact]
    public void No_number_is_there_without_its_letters() =>
        Assert.Equal(All.Length, EnumNames(3, '0', '9').Count(number => Iso4217.Find(number) is not null));

    [Fact]
    public void Every_currency_fits_into_the_columns() =>
        Assert.All(All, currency => Assert.InRange(currency.MinorUnits, 0, Amount.DecimalsMax));

    [Fact]
    public void The_currencies_without_cents_are_those_of_the_standard() =>
        Assert.Equal("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF", With(0));

    [Fact]
    public void The_currencies_with_three_decimals_are_those_of_the_standard() =>
        Assert.Equal("BHD IQD JOD KWD LYD OMR TND", With(3));

    [Fact]
    public void The_currencies_with_four_decimals_are_those_of_the_standard() => Assert.Equal("CLF UYW", With(4));

    [Fact]
    public void None_has_one_decimal() => Assert.Equal("", With(1));

    private static string With(int minorUnits) =>
        string.Join(' ', All.Where(currency => currency.MinorUnits == minorUnits).Select(currency => currency.Code));

    private static IEnumerable<string> EnumNames(int length, char first, char last) => length == 0
        ? [""]
        : EnumNames(length - 1, first, last).SelectMany(
            word => Enumerable.Range(first, last - first + 1).Select(letter => word + (char)letter));
}
