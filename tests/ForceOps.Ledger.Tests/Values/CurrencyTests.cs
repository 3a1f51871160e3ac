namespace ForceOps.Tests;

public sealed class CurrencyTests
{
    [Theory]
    [InlineData("BRL", "986", 2)]
    [InlineData("USD", "840", 2)]
    [InlineData("EUR", "978", 2)]
    [InlineData("JPY", "392", 0)]
    [InlineData("BHD", "048", 3)]
    [InlineData("ALL", "008", 2)]
    [InlineData("CLF", "990", 4)]
    public void A_currency_is_known_by_its_letters_and_by_its_digits(string code, string number, int minorUnits)
    {
        var byCode = Currency.Parse(code);
        Assert.Equal((code, number, minorUnits), (byCode.Code, byCode.Number, byCode.MinorUnits));
        Assert.Equal(byCode, Currency.Parse(number));
        Assert.Equal(byCode.GetHashCode(), Currency.Parse(number).GetHashCode());
    }

    [Theory]
    [InlineData("usd")]
    [InlineData("Usd")]
    [InlineData("US")]
    [InlineData("USDX")]
    [InlineData(" USD")]
    [InlineData("USD ")]
    [InlineData("48")]
    [InlineData("8")]
    [InlineData("0840")]
    [InlineData("999")]
    [InlineData("XXX")]
    [InlineData("XTS")]
    [InlineData("XAU")]
    [InlineData("ZZZ")]
    [InlineData("８４０")]
    [InlineData("")]
    [InlineData(null)]
    public void Anything_else_is_no_currency(string? text)
    {
        Assert.False(Currency.TryParse(text, out var currency));
        Assert.Null(currency);
    }

    [Fact]
    public void Parse_throws_where_TryParse_says_no() => Assert.Throws<FormatException>(() => Currency.Parse("usd"));

    [Fact]
    public void Two_currencies_with_the_same_decimals_differ() => Assert.NotEqual(Currency.Parse("EUR"), Currency.Usd);

    [Theory]
    [InlineData("JPY", "1", true)]
    [InlineData("JPY", "1.00", true)]
    [InlineData("JPY", "1.1", false)]
    [InlineData("USD", "40.25", true)]
    [InlineData("USD", "40.250", true)]
    [InlineData("USD", "40.255", false)]
    [InlineData("BHD", "0.001", true)]
    [InlineData("BHD", "0.0001", false)]
    [InlineData("CLF", "0.0001", true)]
    [InlineData("CLF", "0.00001", false)]
    public void A_sum_fits_when_it_has_no_more_decimals_than_the_currency(string code, string sum, bool fits) =>
        Assert.Equal(fits, Currency.Parse(code).Fits(decimal.Parse(sum)));

    [Theory]
    [InlineData("JPY", "0.4999", "0")]
    [InlineData("JPY", "0.5", "1")]
    [InlineData("JPY", "2.5", "3")]
    [InlineData("USD", "0.005", "0.01")]
    [InlineData("USD", "0.015", "0.02")]
    [InlineData("USD", "0.025", "0.03")]
    [InlineData("USD", "0.0249999", "0.02")]
    [InlineData("BHD", "0.0005", "0.001")]
    [InlineData("CLF", "0.00005", "0.0001")]
    public void Half_a_minor_unit_rounds_up(string code, string sum, string rounded) =>
        Assert.Equal(decimal.Parse(rounded), Currency.Parse(code).Round(decimal.Parse(sum)));

    [Fact]
    public void It_prints_as_its_letters() => Assert.Equal("BRL", Currency.Parse("986").ToString());
}
