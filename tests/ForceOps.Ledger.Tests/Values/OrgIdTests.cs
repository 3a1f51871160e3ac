namespace ForceOps.Tests;

public sealed class OrgIdTests
{
    private const string Text = "TN-1a2b3c4d-5e6f-7a8b-9c0d-e1f2a3b4c5d6";

    [Fact]
    public void TN_and_a_UUID_are_an_org()
    {
        Assert.True(OrgId.TryParse(Text, out var org));
        Assert.Equal(Text, org.ToString());
        Assert.Equal(39, org.ToString().Length);
    }

    [Fact]
    public void The_case_of_hex_digits_does_not_matter() =>
        Assert.Equal(OrgId.Parse(Text), OrgId.Parse("TN-" + Text[3..].ToUpperInvariant()));

    [Theory]
    [InlineData("")]
    [InlineData("TN-")]
    [InlineData("1a2b3c4d-5e6f-7a8b-9c0d-e1f2a3b4c5d6")]
    [InlineData("tn-1a2b3c4d-5e6f-7a8b-9c0d-e1f2a3b4c5d6")]
    [InlineData("TX-1a2b3c4d-5e6f-7a8b-9c0d-e1f2a3b4c5d6")]
    [InlineData("TN-1a2b3c4d-5e6f-7a8b-9c0d-e1f2a3b4c5d")]
    [InlineData("TN-1a2b3c4d-5e6f-7a8b-9c0d-e1f2a3b4c5d67")]
    [InlineData("TN-1a2b3c4d-5e6f-7a8b-9c0d-e1f2a3b4c5d6 ")]
    [InlineData("TN-1a2b3c4d5e6f7a8b9c0de1f2a3b4c5d6")]
    [InlineData("TN-{1a2b3c4d-5e6f-7a8b-9c0d-e1f2a3b4c5}")]
    [InlineData("TN-1a2b3c4d-5e6f-7a8b-9c0d-e1f2a3b4c5dg")]
    [InlineData("TN- 1a2b3c4d-5e6f-7a8b-9c0d-e1f2a3b4c5d")]
    public void Anything_else_is_none(string text)
    {
        Assert.False(OrgId.TryParse(text, out var org));
        Assert.Equal(default, org);
    }

    [Theory]
    [InlineData("TN-0x2b3c4d-5e6f-7a8b-9c0d-e1f2a3b4c5d6")]
    [InlineData("TN-+a2b3c4d-5e6f-7a8b-9c0d-e1f2a3b4c5d6")]
    [InlineData("TN-1a2b3c4d-+e6f-7a8b-9c0d-e1f2a3b4c5d6")]
    public void Signs_and_prefixes_that_the_framework_lets_pass_are_none_either(string text) => Assert.False(OrgId.TryParse(text, out _));

    [Fact]
    public void Parse_throws_where_TryParse_says_no() => Assert.Throws<FormatException>(() => OrgId.Parse("TN-"));

    [Fact]
    public void The_default_org_is_not_the_default_value() => Assert.NotEqual(default, OrgId.Default);
}
