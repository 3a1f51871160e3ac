namespace ForceOps.Tests;

public sealed class ProcessingCodeTests
{
    [Theory]
    [InlineData("090907")]
    [InlineData("abc")]
    [InlineData("ABC")]
    [InlineData("1a2B3c")]
    public void Three_to_six_letters_or_digits_are_a_code(string text)
    {
        Assert.True(ProcessingCode.TryParse(text, out var code));
        Assert.Equal(text, code.Text);
        Assert.Equal(text, code.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("09")]
    [InlineData("0909070")]
    [InlineData("09 907")]
    [InlineData("09-907")]
    [InlineData("09090\n")]
    [InlineData("ÄÖÜ123")]
    [InlineData("٠٩٠٩٠٧")]
    [InlineData(null)]
    public void Anything_else_is_none(string? text)
    {
        Assert.False(ProcessingCode.TryParse(text, out var code));
        Assert.Equal(default, code);
    }

    [Fact]
    public void Case_matters() => Assert.NotEqual(ProcessingCode.Parse("abc"), ProcessingCode.Parse("ABC"));

    [Fact]
    public void Equality_is_by_characters() =>
        Assert.Equal(ProcessingCode.Parse("090907"), ProcessingCode.Parse(string.Concat("090", "907")));

    [Fact]
    public void The_default_value_is_empty() => Assert.Equal("", default(ProcessingCode).Text);

    [Fact]
    public void Parse_throws_where_TryParse_says_no() => Assert.Throws<FormatException>(() => ProcessingCode.Parse("09"));
}
