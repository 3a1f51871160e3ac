namespace ForceOps.Tests;

public sealed class CodePointsTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("abc", 3)]
    [InlineData("é日", 2)]
    [InlineData("💶", 1)]
    [InlineData("a💶b💶", 4)]
    public void An_emoji_is_one_character(string text, int count) => Assert.Equal(count, CodePoints.Count(text));

    [Fact]
    public void A_tracking_id_has_at_most_65_of_them()
    {
        Assert.True(TrackingId.TryParse(string.Concat(Enumerable.Repeat("💶", 65)), out _));
        Assert.False(TrackingId.TryParse(string.Concat(Enumerable.Repeat("💶", 66)), out _));
    }
}
