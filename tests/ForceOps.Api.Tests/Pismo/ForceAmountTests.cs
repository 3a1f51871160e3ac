using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Pismo;

/// <summary>Amounts on the wire: decimal numbers, exactly, within the currency's minor units.</summary>
public sealed class ForceAmountTests(SharedService shared)
{
    private static readonly string Ones = new('1', 100);
    private static readonly string Zeros = new('0', 100);

    public static TheoryData<string> Wrong =>
    [
        "null", "0", "0.00", "-0", "-0.01", "-40.25", "\"40.25\"", "\"NaN\"", "true", "{}", "[40.25]", "1e400", "1e-400", "-1e400",
        "1e99999999999999999999", "1000000000000000", "1e15", "9999999999999999", "40.251", "0.001", "0.0001", "0.00001", "4025e-3",
        "40." + Ones, "0." + Zeros + "1", Ones, "1" + Zeros,
    ];

    public static TheoryData<string> NotJson =>
        ["NaN", "Infinity", "-Infinity", "+1", ".5", "1.", "040.25", "0x10", "40,25", "1_000", "1e", "--1"];

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_number_that_is_no_amount_is_refused(string? json)
    {
        await using var tenant = shared.NewTenant();
        var before = await tenant.CountsAsync();
        Refused.AsPismo(await tenant.ForceAsync(ForceJson.With(("amount", json))), 400, "INVALID_FIELD", "amount");
        Assert.Equal(before, await tenant.CountsAsync());
    }

    [Theory]
    [MemberData(nameof(NotJson))]
    public async Task A_number_that_JSON_does_not_know_makes_the_body_no_JSON(string json)
    {
        await using var tenant = shared.NewTenant();
        var before = await tenant.CountsAsync();
        Refused.AsPismo(await tenant.ForceAsync(ForceJson.With(("amount", json))), 400, "INVALID_JSON");
        Assert.Equal(before, await tenant.CountsAsync());
    }

    [Theory]
    [InlineData("0.01", "0.01")]
    [InlineData("1", "1")]
    [InlineData("40.25", "40.25")]
    [InlineData("40.250", "40.25")]
    [InlineData("40.2500000000000000", "40.25")]
    [InlineData("1e2", "100")]
    [InlineData("1E+2", "100")]
    [InlineData("4025e-2", "40.25")]
    [InlineData("1e14", "100000000000000")]
    [InlineData("999999999999999", "999999999999999")]
    [InlineData("999999999999999.99", "999999999999999.99")]
    [InlineData("0.1", "0.1")]
    [InlineData("4503599627370497.5e-2", null)]
    [InlineData("90071992547409.93", "90071992547409.93")]
    public async Task An_amount_is_kept_exactly(string json, string? shown)
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.ForceAsync(ForceJson.With(("amount", json)));
        if (shown is null)
        {
            Refused.AsPismo(answer, 400, "INVALID_FIELD", "amount");
            return;
        }
        Assert.True(answer.Code == 201, answer.Text);
        var authorization = await tenant.AuthorizationAsync(answer.Json.GetProperty("authorization_id").GetInt64());
        Assert.Equal(shown, authorization.GetProperty("amount").GetRawText());
        Assert.Equal(shown, (await tenant.GetAsync("/sandbox/accounts/1234")).Json.GetProperty("balance").GetRawText());
    }

    [Theory]
    [InlineData("JPY", "40", "40.5")]
    [InlineData("JPY", "40.0", "0.1")]
    [InlineData("392", "1", "1.1")]
    [InlineData("USD", "40.25", "40.251")]
    [InlineData("BHD", "1.234", "1.2345")]
    [InlineData("048", "0.001", "0.0001")]
    [InlineData("CLF", "1.2345", "1.23456")]
    public async Task Decimals_are_those_of_the_currency_sent(string currency, string fits, string tooFine)
    {
        await using var tenant = shared.NewTenant();
        var sent = ("currency", ForceJson.Quoted(currency));
        Refused.AsPismo(await tenant.ForceAsync(ForceJson.With(sent, ("amount", tooFine))), 400, "INVALID_FIELD", "amount");
        await tenant.ForcedAsync(ForceJson.With(sent, ("amount", fits)));
    }

    [Theory]
    [InlineData("JPY", "40", "40.5")]
    [InlineData("USD", "40.25", "40.251")]
    [InlineData("BHD", "1.234", "1.2345")]
    [InlineData("CLF", "1.2345", "1.23456")]
    public async Task Decimals_are_those_of_the_account_when_no_currency_is_sent(string currency, string fits, string tooFine)
    {
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/accounts/1234", ForceJson.Of(("currency", ForceJson.Quoted(currency))));
        Refused.AsPismo(await tenant.ForceAsync(ForceJson.With(("amount", tooFine))), 400, "INVALID_FIELD", "amount");
        await tenant.ForcedAsync(ForceJson.With(("amount", fits)));
        Assert.Equal(decimal.Parse(fits), await tenant.BalanceOfAsync(1234));
    }
}
