using ForceOps.Api.Tests.Service;
using static ForceOps.Api.Tests.Transfers.TransferRoutes;

namespace ForceOps.Api.Tests.Transfers;

/// <summary>The shape of a transfer on the wire: what is refused before the books are opened.</summary>
public sealed class TransferFieldTests(SharedService shared)
{
    private const string One = """{"account":{"id":1},"amount":1}""";
    private const string Two = """{"account":{"id":2}}""";

    [Theory]
    [InlineData("from", $$"""{"to":[{{One}}]}""")]
    [InlineData("from", $$"""{"from":null,"to":[{{One}}]}""")]
    [InlineData("from", $$"""{"from":[],"to":[{{One}}]}""")]
    [InlineData("from", $$"""{"from":[null],"to":[{{One}}]}""")]
    [InlineData("from", $$"""{"from":[{{One}},{{One}}],"to":[{{Two}}]}""")]
    [InlineData("to", $$"""{"from":[{{One}}]}""")]
    [InlineData("to", $$"""{"from":[{{One}}],"to":[]}""")]
    [InlineData("to", $$"""{"from":[{{One}}],"to":[{{Two}},{{Two}}]}""")]
    public async Task There_is_exactly_one_item_on_each_side(string field, string body) => await RefusesAsync(field, body);

    [Theory]
    [InlineData("from.party", """{"amount":1}""")]
    [InlineData("from.party", """{"account":{"id":1},"card":{"id":2},"amount":1}""")]
    [InlineData("from.party", """{"account":{"id":1},"merchant":{"id":1},"amount":1}""")]
    [InlineData("from.party", """{"card":{"id":1},"custom_info":{"type":"A","external_id":"B"},"amount":1}""")]
    [InlineData("from.account", """{"account":{},"amount":1}""")]
    [InlineData("from.account", """{"account":{"id":0},"amount":1}""")]
    [InlineData("from.account", """{"account":{"id":-2},"amount":1}""")]
    [InlineData("from.card", """{"card":{"id":0},"amount":1}""")]
    [InlineData("from.merchant", """{"merchant":{"id":null},"amount":1}""")]
    [InlineData("from.custom_info", """{"custom_info":{},"amount":1}""")]
    [InlineData("from.custom_info", """{"custom_info":{"type":"A"},"amount":1}""")]
    [InlineData("from.custom_info", """{"custom_info":{"type":"","external_id":"B"},"amount":1}""")]
    [InlineData("from.custom_info", """{"custom_info":{"type":"A","external_id":"a\u0000b"},"amount":1}""")]
    [InlineData("from.processing_code", """{"account":{"id":1},"processing_code":"12","amount":1}""")]
    [InlineData("from.processing_code", """{"account":{"id":1},"processing_code":"1234567","amount":1}""")]
    [InlineData("from.processing_code", """{"account":{"id":1},"processing_code":"12-456","amount":1}""")]
    public async Task An_item_names_exactly_one_party(string field, string from) =>
        await RefusesAsync(field, $$"""{"from":[{{from}}],"to":[{{Two}}]}""");

    [Theory]
    [InlineData("account:1", "card:77")]
    [InlineData("outside:bank", "outside:other")]
    [InlineData("card:77", "outside:other")]
    [InlineData("account:1", "account:1")]
    [InlineData("account:1", "merchant:1")]
    [InlineData("merchant:1", "account:1")]
    public async Task The_receiver_cannot_be_a_card_nor_the_giver_again_and_one_side_is_in_the_books(string from, string to) =>
        await RefusesAsync("to", Body(from, to, 1));

    [Theory]
    [InlineData("amount", """{"account":{"id":1}}""", """{"account":{"id":2}}""")]
    [InlineData("amount", """{"account":{"id":1},"amount":10}""", """{"account":{"id":2},"amount":10.01}""")]
    [InlineData("amount", """{"account":{"id":1},"amount":0}""", """{"account":{"id":2}}""")]
    [InlineData("amount", """{"account":{"id":1},"amount":-1}""", """{"account":{"id":2}}""")]
    [InlineData("amount", """{"account":{"id":1}}""", """{"account":{"id":2},"amount":1000000000000000}""")]
    [InlineData("amount", """{"account":{"id":1},"amount":1.00001}""", """{"account":{"id":2}}""")]
    [InlineData("amount", """{"account":{"id":1},"amount":1.5,"currency":"JPY"}""", """{"account":{"id":2}}""")]
    [InlineData("amount", """{"account":{"id":1},"amount":1.5}""", """{"account":{"id":2},"currency":"392"}""")]
    [InlineData("currency", """{"account":{"id":1},"amount":1,"currency":"XYZ"}""", """{"account":{"id":2}}""")]
    [InlineData("currency", """{"account":{"id":1},"amount":1,"currency":"usd"}""", """{"account":{"id":2}}""")]
    [InlineData("currency", """{"account":{"id":1},"amount":1,"currency":"USD"}""", """{"account":{"id":2},"currency":"XYZ"}""")]
    [InlineData("currency", """{"account":{"id":1},"amount":1,"currency":"USD"}""", """{"account":{"id":2},"currency":"BRL"}""")]
    [InlineData("from[0].amount", """{"account":{"id":1},"amount":"1"}""", """{"account":{"id":2}}""")]
    [InlineData("from[0].account.id", """{"account":{"id":1.5},"amount":1}""", """{"account":{"id":2}}""")]
    public async Task Amount_and_currency_stand_on_one_side_or_the_same_on_both(string field, string from, string to) =>
        await RefusesAsync(field, $$"""{"from":[{{from}}],"to":[{{to}}]}""");

    [Theory]
    [InlineData("""{"account":{"id":1},"amount":10}""", """{"account":{"id":2}}""")]
    [InlineData("""{"account":{"id":1}}""", """{"account":{"id":2},"amount":10}""")]
    [InlineData("""{"account":{"id":1},"amount":10}""", """{"account":{"id":2},"amount":10.00}""")]
    [InlineData("""{"account":{"id":1},"amount":10,"currency":"BRL"}""", """{"account":{"id":2},"currency":"986"}""")]
    [InlineData("""{"account":{"id":1},"amount":10}""", """{"account":{"id":2},"amount":1e1,"currency":"986"}""")]
    public async Task The_same_on_both_sides_is_one_amount_in_one_currency(string from, string to)
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 10, """{"currency":"BRL"}""");
        await tenant.OpenAsync(2, """{"currency":"BRL"}""");
        Posted(await tenant.TransferAsync($$"""{"from":[{{from}}],"to":[{{to}}]}"""));
        Assert.Equal((0, 10), (await tenant.BalanceOfAsync(1), await tenant.BalanceOfAsync(2)));
    }

    [Theory]
    [InlineData("tracking_id", 35)]
    [InlineData("tracking_id", 66)]
    [InlineData("descriptor", 501)]
    public async Task A_text_of_the_wrong_length_is_refused(string field, int length) =>
        await RefusesAsync(field, Body("account:1", "account:2", 1, $$""","{{field}}":"{{new string('a', length)}}" """));

    [Theory]
    [InlineData("tracking_id", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\\u0007\"")]
    [InlineData("tracking_id", "7")]
    [InlineData("metadata", "[]")]
    [InlineData("metadata", "\"text\"")]
    public async Task A_value_of_the_wrong_kind_is_refused(string field, string value) =>
        await RefusesAsync(field, Body("account:1", "account:2", 1, $$""","{{field}}":{{value}}"""));

    [Fact]
    public async Task Metadata_and_descriptor_may_hold_any_character()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(1);
        var answer = Posted(await tenant.TransferAsync(
            "outside:bank", "account:1", 1, ""","descriptor":"a\u0000b 😀","metadata":{"a":"\u0000","\u0001":"\ud83d\ude00"}"""));
        var shown = await tenant.AuthorizationAsync(answer.Id());
        Assert.Equal("ab", shown.GetProperty("descriptor").GetString());
        Assert.Equal("\0", shown.GetProperty("metadata").GetProperty("a").GetString());
    }

    [Theory]
    [InlineData("type", 100)]
    [InlineData("external_id", 255)]
    public async Task Names_of_the_outside_world_may_fill_their_column(string member, int length)
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(1);
        Posted(await tenant.TransferAsync(CashIn(length)));
        RefusedField("from.custom_info", await tenant.TransferAsync(CashIn(length + 1)));

        string CashIn(int size) => Body("outside:DEPOSIT", "account:1", 1)
            .Replace($"\"{member}\":\"DEPOSIT\"", $"\"{member}\":\"{new string('é', size)}\"", StringComparison.Ordinal);
    }

    private async Task RefusesAsync(string field, string body)
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 1000);
        await tenant.OpenAsync(2);
        RefusedField(field, await tenant.TransferAsync(body));
        Assert.Equal((1000, 0), (await tenant.BalanceOfAsync(1), await tenant.BalanceOfAsync(2)));
    }
}
