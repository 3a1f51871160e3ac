namespace ForceOps.Tests;

public sealed class JsonValuesTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("""{"a":1}""", """{"a":1}""")]
    [InlineData("""{"a":1,"b":2}""", """{"b":2,"a":1}""")]
    [InlineData("""{"a":"\u00e9\/"}""", """{"a":"é/"}""")]
    [InlineData("""{"a":100}""", """{"a":1E2}""")]
    [InlineData("""{"a":0.1}""", """{"a":0.10}""")]
    [InlineData("""{"a":-0}""", """{"a":0}""")]
    [InlineData("""{"a":1e400}""", """{"a":10e399}""")]
    [InlineData("""{"a":12345678901234567890123456789012345678901}""", """{"a":12345678901234567890123456789012345678901.0}""")]
    [InlineData("""{"a":1e99999999999,"b":1}""", """{"b":1,"a":1e99999999999}""")]
    [InlineData("""{"a":1e99999999999}""", """{"a":0.10E+0100000000000}""")]
    [InlineData("""{"a":-1e-99999999999}""", """{"a":-10.00e-100000000000}""")]
    [InlineData("""{"a":0e99999999999}""", """{"a":-0.00e-99999999999}""")]
    [InlineData("""{"a":1,"a":2,"b":0}""", """{"b":0,"a":1.0,"a":2}""")]
    public void Equal_values_are_equal(string? item, string? other)
    {
        Assert.True(JsonValues.AreEqual(item, other));
        Assert.True(JsonValues.AreEqual(other, item));
    }

    [Theory]
    [InlineData("""{"a":1}""", null)]
    [InlineData("""{"a":1}""", """{"a":2}""")]
    [InlineData("""{"a":1}""", """{"A":1}""")]
    [InlineData("""{"a":1}""", """{"a":"1"}""")]
    [InlineData("""{"a":[1,2]}""", """{"a":[2,1]}""")]
    [InlineData("""{"a":null}""", "{}")]
    [InlineData("""{"a":0.1}""", """{"a":0.1000000000000000000000000000000000001}""")]
    [InlineData("""{"a":9007199254740993}""", """{"a":9007199254740992}""")]
    [InlineData("""{"a":"\ud800"}""", """{"a":"\uD800"}""")]
    [InlineData("""{"a":1e99999999999}""", """{"a":1e99999999998}""")]
    [InlineData("""{"a":1e99999999999}""", """{"a":-1e99999999999}""")]
    [InlineData("""{"a":1e99999999999}""", """{"a":1e-99999999999}""")]
    [InlineData("""{"a":1,"a":2}""", """{"a":2,"a":1}""")]
    [InlineData("""{"a":1,"a":1}""", """{"a":1}""")]
    [InlineData("""{"a":true}""", """{"a":false}""")]
    [InlineData("""{"a":[1]}""", """{"a":[1,1]}""")]
    [InlineData("{", "}")]
    public void Other_values_are_not(string item, string? other)
    {
        Assert.False(JsonValues.AreEqual(item, other));
        Assert.False(JsonValues.AreEqual(other, item));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(100_000)]
    public void Deep_nesting_and_long_exponents_never_throw(int length)
    {
        var (open, close) = (new string('[', length), new string(']', length));
        Assert.Equal(length < 512, JsonValues.AreEqual($$"""{"a":{{open}}1{{close}}}""", $$"""{"a":{{open}}1.0{{close}}}"""));
        var exponent = new string('9', Math.Min(length, 8000));
        Assert.True(JsonValues.AreEqual($$"""{"a":1e{{exponent}}}""", $$"""{"a":1e+{{exponent}}}"""));
        Assert.False(JsonValues.AreEqual($$"""{"a":1e{{exponent}}}""", $$"""{"a":1e{{exponent}}0}"""));
    }
}
