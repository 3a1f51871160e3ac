using System.Globalization;

namespace ForceOps.Tests;

public sealed class AmountTests
{
    [Theory]
    [InlineData("0.0001")]
    [InlineData("0.01")]
    [InlineData("40.25")]
    [InlineData("1")]
    [InlineData("999999999999999")]
    [InlineData("999999999999999.9999")]
    public void A_number_in_the_range_is_an_amount(string number)
    {
        Assert.True(Amount.TryCreate(Number(number), out var amount));
        Assert.Equal(Number(number), amount.Value);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0.0000")]
    [InlineData("-0.01")]
    [InlineData("-40.25")]
    [InlineData("-79228162514264337593543950335")]
    public void Nothing_or_less_is_no_amount(string number) => Assert.False(Amount.TryCreate(Number(number), out _));

    [Theory]
    [InlineData("1000000000000000")]
    [InlineData("1000000000000000.0001")]
    [InlineData("79228162514264337593543950335")]
    public void More_than_15_integer_digits_is_no_amount(string number) => Assert.False(Amount.TryCreate(Number(number), out _));

    [Theory]
    [InlineData("0.00001")]
    [InlineData("40.25001")]
    [InlineData("999999999999999.99999")]
    [InlineData("0.0000000000000000000000000001")]
    public void More_than_4_decimals_is_no_amount(string number) => Assert.False(Amount.TryCreate(Number(number), out _));

    [Fact]
    public void Zeros_at_the_end_are_no_decimals() => Assert.True(Amount.TryCreate(40.2500000000m, out _));

    [Fact]
    public void A_refused_number_gives_the_default_value()
    {
        Assert.False(Amount.TryCreate(-1, out var amount));
        Assert.Equal(default, amount);
        Assert.Equal(0, amount.Value);
    }

    [Fact]
    public void Equality_is_by_value()
    {
        Assert.Equal(Amount.Create(40.5m), Amount.Create(40.50m));
        Assert.Equal(Amount.Create(40.5m).GetHashCode(), Amount.Create(40.50m).GetHashCode());
        Assert.NotEqual(Amount.Create(40.5m), Amount.Create(40.51m));
    }

    [Fact]
    public void Create_throws_where_TryCreate_says_no()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Amount.Create(0));
        Assert.Equal(40.25m, Amount.Create(40.25m).Value);
    }

    [Fact]
    public void It_prints_as_a_plain_number() => Assert.Equal("40.25", Amount.Create(40.25m).ToString());

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
