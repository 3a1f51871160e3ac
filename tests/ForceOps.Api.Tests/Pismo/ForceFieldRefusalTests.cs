using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Pismo;

/// <summary>Every field of a force, wrong in every way: the answer names the field, and nothing is written.</summary>
public sealed class ForceFieldRefusalTests(SharedService shared)
{
    private const string Thirty = "123456789012345678901234567890";

    public static TheoryData<string, string?> Wrong => new()
    {
        { "tracking_id", "\"\"" },
        { "tracking_id", $"\"{Thirty}12345\"" },
        { "tracking_id", $"\"{Thirty}123456789012345678901\"" },
        { "tracking_id", $"\"{Thirty}12345\\u0000\"" },
        { "tracking_id", $"\"{Thirty}12345\\n\"" },
        { "tracking_id", $"\"{Thirty}12345\\u007f\"" },
        { "tracking_id", $"\"{Thirty}12345\\u0085\"" },
        { "tracking_id", $"\"{Thirty}123456\\ud800\"" },
        { "tracking_id", "123456789012345678901234567890123456" },
        { "tracking_id", "true" },
        { "tracking_id", "{}" },
        { "tracking_id", "[]" },
        { "account_id", null },
        { "account_id", "null" },
        { "account_id", "0" },
        { "account_id", "-1" },
        { "account_id", "1.5" },
        { "account_id", "\"1234\"" },
        { "account_id", "9223372036854775808" },
        { "account_id", "1e400" },
        { "account_id", "true" },
        { "account_id", "{}" },
        { "account_id", "[1234]" },
        { "amount", null },
        { "processing_code", null },
        { "processing_code", "null" },
        { "processing_code", "\"\"" },
        { "processing_code", "\"09090\"" },
        { "processing_code", "\"0909077\"" },
        { "processing_code", "\"09 907\"" },
        { "processing_code", "\"09-907\"" },
        { "processing_code", "\"09090\\u00e4\"" },
        { "processing_code", "\"09090\\u0000\"" },
        { "processing_code", "90907" },
        { "processing_code", "[]" },
        { "currency", "\"\"" },
        { "currency", "\"US\"" },
        { "currency", "\"USDD\"" },
        { "currency", "\"usd\"" },
        { "currency", "\"ZZZ\"" },
        { "currency", "\"001\"" },
        { "currency", "986" },
        { "currency", "{}" },
        { "descriptor", "1" },
        { "descriptor", "{}" },
        { "descriptor", "\"a\\udc00\"" },
        { "metadata", "[]" },
        { "metadata", "[{}]" },
        { "metadata", "\"text\"" },
        { "metadata", "1" },
        { "metadata", "true" },
        { "original_authorization", "{}" },
        { "original_authorization", """{"id":1}""" },
        { "original_authorization", """{"type":"NETWORK"}""" },
        { "original_authorization", """{"id":null,"type":"NETWORK"}""" },
        { "original_authorization", """{"id":1,"type":null}""" },
        { "original_authorization", """{"id":0,"type":"NETWORK"}""" },
        { "original_authorization", """{"id":-1,"type":"PLATFORM"}""" },
        { "original_authorization", """{"id":1,"type":"network"}""" },
        { "original_authorization", """{"id":1,"type":"OTHER"}""" },
        { "original_authorization", "[]" },
        { "original_authorization", "\"NETWORK\"" },
        { "payment_datetime", "\"\"" },
        { "payment_datetime", "\"yesterday\"" },
        { "payment_datetime", "\"2022-02-02\"" },
        { "payment_datetime", "\"2022-02-02T14:05:51\"" },
        { "payment_datetime", "\"2022-02-02T14:05:51.688\"" },
        { "payment_datetime", "\"2022-02-30T14:05:51Z\"" },
        { "payment_datetime", "\"2022-02-02T25:05:51Z\"" },
        { "payment_datetime", "\"2022-02-02T14:05:51+0300\"" },
        { "payment_datetime", "1643810751" },
        { "value_date", "1643810751" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_field_is_named_and_nothing_is_written(string field, string? json)
    {
        await using var tenant = shared.NewTenant();
        var before = await tenant.CountsAsync();
        var answer = await tenant.ForceAsync(ForceJson.With((field, json)));
        Refused.AsPismo(answer, 400, "INVALID_FIELD", field);
        Assert.Equal(before, await tenant.CountsAsync());
    }

    [Theory]
    [InlineData("original_authorization", """{"id":"1","type":"NETWORK"}""", "original_authorization.id")]
    [InlineData("original_authorization", """{"id":1,"type":2}""", "original_authorization.type")]
    [InlineData("original_authorization", """{"id":1.5,"type":"NETWORK"}""", "original_authorization.id")]
    public async Task A_wrong_member_of_a_member_is_named_by_its_path(string field, string json, string path)
    {
        await using var tenant = shared.NewTenant();
        Refused.AsPismo(await tenant.ForceAsync(ForceJson.With((field, json))), 400, "INVALID_FIELD", path);
    }

    [Fact]
    public async Task Of_several_wrong_fields_the_first_of_the_table_answers_and_the_details_name_all()
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.ForceAsync("""{"value_date":"x","descriptor":null,"currency":"usd","processing_code":"1","amount":0,"account_id":0,"tracking_id":"short"}""");
        Refused.AsPismo(answer, 400, "INVALID_FIELD", "tracking_id");
        Assert.Equal(
            "tracking_id, account_id, amount, processing_code, currency, payment_datetime",
            string.Join(", ", answer.Json.GetProperty(
                "details").EnumerateArray().Select(detail => detail.GetProperty("field").GetString())));
    }

    [Fact]
    public async Task An_empty_object_lacks_the_three_required_fields()
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.ForceAsync("{}");
        Refused.AsPismo(answer, 400, "INVALID_FIELD", "account_id");
        Assert.Equal(
            "account_id, amount, processing_code",
            string.Join(", ", answer.Json.GetProperty(
                "details").EnumerateArray().Select(detail => detail.GetProperty("field").GetString())));
    }
}
