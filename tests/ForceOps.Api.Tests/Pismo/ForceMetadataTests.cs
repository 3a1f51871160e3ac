using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Pismo;

/// <summary>Metadata comes back as it was sent, white space between tokens apart.</summary>
public sealed class ForceMetadataTests(SharedService shared)
{
    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"z":1,"a":2,"m":3}""")]
    [InlineData("""{"n":1.0,"e":1e5,"E":1E+05,"zero":-0,"big":123456789012345678901234567890.12345678901234567890}""")]
    [InlineData("""{"escaped":"\u0041\u00e4\/\n\t\"\\","plain":"A/"}""")]
    [InlineData("""{"unicode":"äöü 日本語 😀 ٣","ключ":"значение"}""")]
    [InlineData("""{"nul":"\u0000","lone":"\ud800"}""")]
    [InlineData("""{"spaces":" kept  inside ","colon":"a : b","braces":"{ [ ] }"}""")]
    [InlineData("""{"nested":{"list":[1,"two",null,true,{"deep":[]}]},"null":null}""")]
    [InlineData("""{"":"empty name"," ":"blank name"}""")]
    [InlineData("""{"html":"<b>&'+</b>"}""")]
    public async Task Metadata_comes_back_byte_for_byte(string metadata)
    {
        await using var tenant = shared.NewTenant();
        var id = await tenant.ForcedAsync(ForceJson.With(("metadata", metadata)));
        Assert.Equal(metadata, (await tenant.AuthorizationAsync(id)).GetProperty("metadata").GetRawText());
    }

    [Fact]
    public async Task White_space_between_tokens_is_dropped_and_inside_strings_kept()
    {
        await using var tenant = shared.NewTenant();
        var id = await tenant.ForcedAsync(ForceJson.With(("metadata", "{ \"a\" :\t[ 1 ,\r\n 2 ] , \"b c\" : \" \\\" \" }")));
        Assert.Equal("""{"a":[1,2],"b c":" \" "}""", (await tenant.AuthorizationAsync(id)).GetProperty("metadata").GetRawText());
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""", "metadata.a")]
    [InlineData("""{"deep":[{"b":1,"c":2,"b":1}]}""", "metadata.deep[0].b")]
    public async Task A_name_that_stands_twice_in_metadata_is_refused(string metadata, string field)
    {
        await using var tenant = shared.NewTenant();
        Refused.AsPismo(await tenant.ForceAsync(ForceJson.With(("metadata", metadata))), 400, "INVALID_FIELD", field);
    }

    /// <summary>Alone or not: half a surrogate pair names nothing.</summary>
    [Theory]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"\ud800":1,"a":2}""")]
    public async Task A_name_that_is_no_text_is_refused(string metadata)
    {
        await using var tenant = shared.NewTenant();
        Refused.AsPismo(await tenant.ForceAsync(ForceJson.With(("metadata", metadata))), 400, "INVALID_FIELD", "metadata");
    }

    [Fact]
    public async Task Without_metadata_there_is_none()
    {
        await using var tenant = shared.NewTenant();
        var id = await tenant.ForcedAsync(ForceJson.With());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await tenant.AuthorizationAsync(id)).GetProperty("metadata").ValueKind);
    }

    [Theory]
    [InlineData('x', 8192, true)]
    [InlineData('x', 8193, false)]
    [InlineData('\u00e4', 8192, true)]
    [InlineData('\u00e4', 8194, false)]
    [InlineData('\u65e5', 8195, false)]
    public async Task Metadata_is_at_most_eight_KiB_of_UTF_8(char letter, int bytes, bool fits)
    {
        await using var tenant = shared.NewTenant();
        // {"k":""} is eight bytes.
        var width = System.Text.Encoding.UTF8.GetByteCount([letter]);
        var metadata = $$"""{"k":"{{new string(letter, (bytes - 8) / width)}}{{new string('x', (bytes - 8) % width)}}"}""";
        Assert.Equal(bytes, System.Text.Encoding.UTF8.GetByteCount(metadata));
        var answer = await tenant.ForceAsync(ForceJson.With(("metadata", metadata)));
        if (fits)
            Assert.Equal(metadata, (await tenant.AuthorizationAsync(answer.Json.GetProperty("authorization_id").GetInt64())).GetProperty(
                "metadata").GetRawText());
        else
            Refused.AsPismo(answer, 400, "INVALID_FIELD", "metadata");
    }

    [Fact]
    public async Task White_space_does_not_count()
    {
        await using var tenant = shared.NewTenant();
        var id = await tenant.ForcedAsync(ForceJson.With(("metadata", $$"""{{{new string(' ', 10_000)}}"k":1}""")));
        Assert.Equal("""{"k":1}""", (await tenant.AuthorizationAsync(id)).GetProperty("metadata").GetRawText());
    }

    [Fact]
    public async Task Sixteen_levels_are_metadata_and_seventeen_are_not()
    {
        await using var tenant = shared.NewTenant();
        await tenant.ForcedAsync(ForceJson.With(("metadata", Nested(16))));
        Refused.AsPismo(await tenant.ForceAsync(ForceJson.With(("metadata", Nested(17)))), 400, "INVALID_FIELD", "metadata");
    }

    /// <summary>Objects and arrays in turn.</summary>
    private static string Nested(int levels) => levels switch
    {
        1 => "{}",
        2 => """{"k":[]}""",
        _ => $$"""{"k":[{{Nested(levels - 2)}}]}""",
    };
}
