using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Pismo;

/// <summary>The value date of a force, under its two names.</summary>
public sealed class ForceValueDateTests(SharedService shared)
{
    [Theory]
    [InlineData("payment_datetime")]
    [InlineData("value_date")]
    public async Task A_past_date_is_kept_under_either_name(string name)
    {
        await using var tenant = shared.NewTenant();
        Assert.Equal(Time("2022-02-02T14:05:51.688Z"), await ValueDateAsync(tenant, (name, "\"2022-02-02T14:05:51.688Z\"")));
        var movement = (await tenant.GetAsync("/sandbox/accounts/1234/movements")).Json.GetProperty("items")[0];
        Assert.Equal(Time("2022-02-02T14:05:51.688Z"), movement.GetProperty("value_date").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("2022-02-02T14:05:51Z", "2022-02-02T14:05:51Z")]
    [InlineData("2022-02-02t14:05:51.5z", "2022-02-02T14:05:51.5Z")]
    [InlineData("2022-02-02T14:05:51.688+03:00", "2022-02-02T11:05:51.688Z")]
    [InlineData("2022-02-02T14:05:51-00:00", "2022-02-02T14:05:51Z")]
    [InlineData("2022-02-02T14:05:51.123456Z", "2022-02-02T14:05:51.123456Z")]
    [InlineData("2022-02-02T14:05:51.1234567Z", "2022-02-02T14:05:51.123456Z")]
    [InlineData("2022-02-02T14:05:51.123456789Z", "2022-02-02T14:05:51.123456Z")]
    [InlineData("2022-02-02T14:05:51.123456789123-03:00", "2022-02-02T17:05:51.123456Z")]
    [InlineData("1900-01-01T00:00:00Z", "1900-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z")]
    public async Task Every_form_of_RFC_3339_is_read_to_the_microsecond(string sent, string kept)
    {
        await using var tenant = shared.NewTenant();
        Assert.Equal(Time(kept), await ValueDateAsync(tenant, ("payment_datetime", ForceJson.Quoted(sent))));
    }

    [Theory]
    [InlineData("payment_datetime")]
    [InlineData("value_date")]
    public async Task A_future_date_is_refused(string name)
    {
        await using var tenant = shared.NewTenant();
        var tomorrow = TimeProvider.System.GetUtcNow().AddDays(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
        var before = await tenant.CountsAsync();
        Refused.AsPismo(await tenant.ForceAsync(ForceJson.With((name, ForceJson.Quoted(tomorrow)))), 400, "VALUE_DATE_IN_FUTURE");
        Refused.AsPismo(await tenant.ForceAsync(ForceJson.With((name, "\"9999-12-31T23:59:59Z\""))), 400, "VALUE_DATE_IN_FUTURE");
        Assert.Equal(before, await tenant.CountsAsync());
    }

    [Fact]
    public async Task Without_a_date_it_is_the_event_date()
    {
        await using var tenant = shared.NewTenant();
        var authorization = await tenant.AuthorizationAsync(await tenant.ForcedAsync(ForceJson.With()));
        Assert.Equal(authorization.GetProperty("event_date").GetRawText(), authorization.GetProperty("value_date").GetRawText());
    }

    [Fact]
    public async Task Both_names_may_say_the_same_but_not_different_things()
    {
        await using var tenant = shared.NewTenant();
        var date = ("payment_datetime", "\"2022-02-02T14:05:51Z\"");
        await tenant.ForcedAsync(ForceJson.With(date, ("value_date", "\"2022-02-02T14:05:51Z\"")));
        var answer = await tenant.ForceAsync(ForceJson.With(date, ("value_date", "\"2022-02-03T14:05:51Z\"")));
        Refused.AsPismo(answer, 400, "INVALID_FIELD", "value_date");
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text);

    private static async Task<DateTimeOffset> ValueDateAsync(Tenant tenant, (string, string?) member)
    {
        var id = await tenant.ForcedAsync(ForceJson.With(member));
        return (await tenant.AuthorizationAsync(id)).GetProperty("value_date").GetDateTimeOffset();
    }
}
