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
    public void Other_values_are_not(string item, string? other)
    {
        Assert.False(JsonValues.AreEqual(item, other));
        Assert.False(JsonValues.AreEqual(other, item));
    }
}
