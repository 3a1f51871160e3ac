namespace ForceOps.Tests;

public sealed class TrackingIdTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("ba7f42b9-9bd1-4840-a747-f1b59037b798")]
    [InlineData("unique-uuid-12345")]
    [InlineData("with a space, ünïcode and 💶")]
    [InlineData("'; drop table authorizations; --")]
    public void Text_without_control_characters_is_a_tracking_id(string text)
    {
        Assert.True(TrackingId.TryParse(text, out var trackingId));
        Assert.Equal(text, trackingId.Text);
        Assert.Equal(text, trackingId.ToString());
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(36, true)]
    [InlineData(50, true)]
    [InlineData(65, true)]
    [InlineData(66, false)]
    [InlineData(1000, false)]
    [InlineData(0, false)]
    public void It_has_1_to_65_characters(int length, bool valid) =>
        Assert.Equal(valid, TrackingId.TryParse(new string('x', length), out _));

    [Fact]
    public void No_text_is_no_tracking_id() => Assert.False(TrackingId.TryParse(null, out _));

    [Fact]
    public void No_control_character_is_taken_wherever_it_stands()
    {
        foreach (var control in Enumerable.Range(0, 256).Select(code => (char)code).Where(char.IsControl))
        {
            Assert.False(TrackingId.TryParse("abc" + control, out _), $"U+{(int)control:X4} at the end");
            Assert.False(TrackingId.TryParse("a" + control + "c", out _), $"U+{(int)control:X4} in the middle");
            Assert.False(TrackingId.TryParse(control + "bc", out _), $"U+{(int)control:X4} at the beginning");
        }
    }

    [Fact]
    public void The_neighbours_of_the_control_characters_are_taken()
    {
        foreach (var text in new[] { " ", "~", "\u00a0" })
            Assert.True(TrackingId.TryParse("a" + text + "c", out _));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused_wherever_it_stands()
    {
        // Written as numbers: test names and attributes are stored as UTF-8, which has no half pairs.
        var (high, low) = ((char)0xd83d, (char)0xdcb6);
        string[] halves = [$"{high}", $"{low}", $"abc{high}", $"abc{low}", $"{high}abc", $"{low}abc", $"{high}{high}{low}",
            $"{high}{low}{low}", $"{low}{high}"];
        Assert.All(halves, half => Assert.False(TrackingId.TryParse(half, out _)));
        Assert.True(TrackingId.TryParse($"{high}{low}{high}{low}", out _));
    }

    [Fact]
    public void Case_matters() => Assert.NotEqual(TrackingId.Parse("Abc"), TrackingId.Parse("abc"));

    [Fact]
    public void Composed_and_decomposed_letters_are_two_ids() =>
        Assert.NotEqual(TrackingId.Parse("\u00e9"), TrackingId.Parse("e\u0301"));

    [Fact]
    public void Equality_is_by_characters()
    {
        Assert.Equal(TrackingId.Parse("abc"), TrackingId.Parse(string.Concat("ab", "c")));
        Assert.Equal(TrackingId.Parse("abc").GetHashCode(), TrackingId.Parse(string.Concat("ab", "c")).GetHashCode());
    }

    [Fact]
    public void A_refused_text_gives_the_default_value_which_is_empty()
    {
        Assert.False(TrackingId.TryParse("\n", out var trackingId));
        Assert.Equal(default, trackingId);
        Assert.Equal("", trackingId.Text);
    }

    [Fact]
    public void Parse_throws_where_TryParse_says_no() => Assert.Throws<FormatException>(() => TrackingId.Parse(""));

    [Fact]
    public void One_that_is_made_is_a_new_UUID_that_every_route_takes()
    {
        var (first, second) = (TrackingId.Make(Sample.Now), TrackingId.Make(Sample.Now));
        Assert.NotEqual(first, second);
        Assert.True(Guid.TryParseExact(first.Text, "D", out _));
        Assert.Equal(36, first.Text.Length);
    }

    [Fact]
    public void Those_made_later_sort_later() =>
        Assert.True(string.CompareOrdinal(TrackingId.Make(Sample.Now).Text, TrackingId.Make(Sample.Now.AddMilliseconds(1)).Text) < 0);
}
