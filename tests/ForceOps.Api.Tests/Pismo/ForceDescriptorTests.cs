using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Pismo;

/// <summary>Descriptors: letters, digits and spaces are kept, everything else goes without a word.</summary>
public sealed class ForceDescriptorTests(SharedService shared)
{
    [Theory]
    [InlineData("Forced single credit operation ", "Forced single credit operation")]
    [InlineData("  two  spaces  ", "two  spaces")]
    [InlineData("Coffee \\ud83d\\ude00 & cake!", "Coffee   cake")]
    [InlineData("\u2615 caf\u00e9 n\u00ba1", "caf\u00e9 n\u00ba1")]
    [InlineData("a\\tb\\nc\\u0000d", "abcd")]
    [InlineData("<script>alert('1')</script>", "scriptalert1script")]
    [InlineData("Straße 日本 Кофе ٣", "Straße 日本 Кофе ٣")]
    [InlineData("O'Brien; DROP TABLE--", "OBrien DROP TABLE")]
    [InlineData("!!!", null)]
    [InlineData("   ", null)]
    [InlineData("", null)]
    public async Task Only_letters_digits_and_spaces_are_kept(string sent, string? kept)
    {
        await using var tenant = shared.NewTenant();
        var id = await tenant.ForcedAsync(ForceJson.With(("descriptor", ForceJson.Quoted(sent))));
        Assert.Equal(kept, (await tenant.AuthorizationAsync(id)).GetProperty("descriptor").GetString());
        var movements = (await tenant.GetAsync("/sandbox/accounts/1234/movements")).Json.GetProperty("items");
        Assert.Equal(kept, movements[0].GetProperty("descriptor").GetString());
    }

    [Fact]
    public async Task Five_hundred_characters_are_a_descriptor_and_one_more_is_not()
    {
        await using var tenant = shared.NewTenant();
        var longest = new string('x', 500);
        var id = await tenant.ForcedAsync(ForceJson.With(("descriptor", ForceJson.Quoted(longest))));
        Assert.Equal(longest, (await tenant.AuthorizationAsync(id)).GetProperty("descriptor").GetString());
        Refused.AsPismo(await tenant.ForceAsync(ForceJson.With(("descriptor", ForceJson.Quoted(longest + "x")))), 400, "INVALID_FIELD",
            "descriptor");
    }

    [Fact]
    public async Task Characters_that_will_be_removed_count_too()
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.ForceAsync(ForceJson.With(("descriptor", ForceJson.Quoted(new string('!', 501)))));
        Refused.AsPismo(answer, 400, "INVALID_FIELD", "descriptor");
    }
}
