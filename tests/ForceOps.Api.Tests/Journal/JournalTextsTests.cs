using ForceOps.Api.Journal;

namespace ForceOps.Api.Tests.Journal;

/// <summary>Ids and codes are kept in less room than their texts, and come back as they were sent.</summary>
public sealed class JournalTextsTests
{
    [Theory]
    [InlineData("7d1ad9dc-6c06-4d0e-b3e1-0a0b0c0d0e0f")]
    [InlineData("7D1AD9DC-6C06-4D0E-B3E1-0A0B0C0D0E0F")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("7d1ad9dc6c064d0eb3e10a0b0c0d0e0f")]
    [InlineData("+d1ad9dc-6c06-4d0e-b3e1-0a0b0c0d0e0f")]
    [InlineData("0x1ad9dc-6c06-4d0e-b3e1-0a0b0c0d0e0f")]
    [InlineData("order-12")]
    [InlineData("")]
    [InlineData(null)]
    public void An_id_comes_back(string? sent) => Assert.Equal(sent, RecordedId.Of(sent).Text);

    [Theory]
    [InlineData("USD", 3)]
    [InlineData("090907", 6)]
    [InlineData("ABCDEFGH", 8)]
    [InlineData("ABCDEFGHI", 9)]
    [InlineData("a b", 6)]
    [InlineData("ÄÖ", 6)]
    [InlineData("", 6)]
    [InlineData(null, 6)]
    public void A_code_comes_back(string? sent, int lengthMax) => Assert.Equal(sent, RecordedCode.Of(sent, lengthMax).Text);

    [Fact]
    public void What_may_be_a_card_number_does_not()
    {
        Assert.DoesNotContain("4111111111111111", RecordedId.Of("4111111111111111").Text, StringComparison.Ordinal);
        Assert.Null(RecordedCode.Of("USDT", 3).Text);
    }
}
