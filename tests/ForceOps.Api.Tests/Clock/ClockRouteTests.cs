using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Clock;

/// <summary><c>/sandbox/clock</c>: real, frozen and offset, moved forwards, and never out of the calendar.</summary>
public sealed class ClockRouteTests(SharedService shared)
{
    [Fact]
    public async Task A_fresh_org_has_the_real_time()
    {
        await using var tenant = shared.NewTenant();
        var before = TimeProvider.System.GetUtcNow();
        var answer = await tenant.GetAsync("/sandbox/clock");
        Assert.Equal("now, mode, offset", Refused.Names(answer.Json));
        Assert.Equal("real", answer.Mode());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, answer.Json.GetProperty("offset").ValueKind);
        Assert.InRange(answer.Now(), before.AddMilliseconds(-1), TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task A_frozen_clock_stands_still_until_it_is_advanced_or_made_real_again()
    {
        await using var tenant = shared.NewTenant();
        Assert.Equal("""{"now":"2031-05-06T07:08:09.123456Z","mode":"frozen","offset":null}""",
            (await tenant.FreezeAsync("2031-05-06T09:08:09.1234567+02:00")).Text);
        Assert.Equal(ClockOfTenant.Time("2031-05-06T07:08:09.123456Z"), await tenant.ClockAsync());
        Assert.Equal("""{"now":"2031-05-07T08:08:09.123456Z","mode":"frozen","offset":null}""", (await tenant.AdvanceAsync("P1DT1H")).Text);
        var there = await tenant.SendAsync(HttpMethod.Post, "/sandbox/clock/advance", """{"to":"2040-01-01T00:00:00Z"}""");
        Assert.Equal("""{"now":"2040-01-01T00:00:00Z","mode":"frozen","offset":null}""", there.Text);

        var real = await tenant.SetClockAsync("""{"mode":"real"}""");

        Assert.Equal("real", real.Mode());
        Assert.InRange(real.Now(), TimeProvider.System.GetUtcNow().AddMinutes(-1), TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task Frozen_without_a_time_is_the_present_one_of_the_org()
    {
        await using var tenant = shared.NewTenant();
        var before = TimeProvider.System.GetUtcNow();
        var now = (await tenant.SetClockAsync("""{"mode":"frozen"}""")).Now();
        Assert.InRange(now, before.AddMilliseconds(-1), TimeProvider.System.GetUtcNow());
        Assert.Equal(now, await tenant.ClockAsync());

        await tenant.SetClockAsync("""{"mode":"offset","now":"2050-01-01T00:00:00Z"}""");
        Assert.Equal(2050, (await tenant.SetClockAsync("""{"mode":"frozen"}""")).Now().Year);
    }

    [Theory]
    [InlineData("""{"mode":"offset","offset":"P2DT3H"}""", "P2DT3H", 51)]
    [InlineData("""{"mode":"offset","offset":"-PT90M"}""", "-PT1H30M", -1.5)]
    [InlineData("""{"mode":"offset","offset":"PT0S"}""", "PT0S", 0)]
    public async Task An_offset_runs_beside_the_real_time(string body, string shown, double hours)
    {
        await using var tenant = shared.NewTenant();
        var before = TimeProvider.System.GetUtcNow();
        var answer = await tenant.SetClockAsync(body);
        Assert.Equal(("offset", shown), (answer.Mode(), answer.Json.GetProperty("offset").GetString()));
        var later = await tenant.ClockAsync();
        Assert.InRange(answer.Now(), before.AddHours(hours).AddMilliseconds(-1), later);
        Assert.InRange(later, answer.Now(), TimeProvider.System.GetUtcNow().AddHours(hours));
    }

    [Fact]
    public async Task An_offset_from_a_time_runs_on_from_it()
    {
        await using var tenant = shared.NewTenant();
        var (began, from) = (TimeProvider.System.GetUtcNow(), ClockOfTenant.Time("1999-12-31T23:59:59Z"));
        await tenant.SetClockAsync("""{"mode":"offset","now":"1999-12-31T23:59:59Z"}""");
        var now = await tenant.ClockAsync();
        Assert.InRange(now, from, from + (TimeProvider.System.GetUtcNow() - began));
        Assert.True(await tenant.ClockAsync() > now);
    }

    [Fact]
    public async Task Advancing_the_real_clock_makes_an_offset_of_it_and_advances_add_up()
    {
        await using var tenant = shared.NewTenant();
        var first = await tenant.AdvanceAsync("PT1H");
        Assert.Equal(("offset", "PT1H"), (first.Mode(), first.Json.GetProperty("offset").GetString()));
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => tenant.AdvanceAsync("PT1H")));
        Assert.Equal("PT11H", (await tenant.GetAsync("/sandbox/clock")).Json.GetProperty("offset").GetString());
    }

    [Theory]
    [InlineData("mode", """{}""")]
    [InlineData("mode", """{"mode":"fast"}""")]
    [InlineData("mode", """{"mode":"Frozen"}""")]
    [InlineData("mode", """{"mode":1}""")]
    [InlineData("now", """{"mode":"real","now":"2030-01-01T00:00:00Z"}""")]
    [InlineData("offset", """{"mode":"real","offset":"PT1H"}""")]
    [InlineData("offset", """{"mode":"frozen","offset":"PT1H"}""")]
    [InlineData("offset", """{"mode":"frozen","now":"2030-01-01T00:00:00Z","offset":"PT1H"}""")]
    [InlineData("now", """{"mode":"frozen","now":"2030-01-01"}""")]
    [InlineData("now", """{"mode":"frozen","now":"2030-01-01T00:00:00"}""")]
    [InlineData("now", """{"mode":"frozen","now":"yesterday"}""")]
    [InlineData("now", """{"mode":"frozen","now":1893456000}""")]
    [InlineData("now", """{"mode":"frozen","now":"1969-12-31T23:59:59Z"}""")]
    [InlineData("now", """{"mode":"frozen","now":"9999-01-01T00:00:00Z"}""")]
    [InlineData("now", """{"mode":"offset","now":"9999-12-31T23:59:59Z"}""")]
    [InlineData("now and offset", """{"mode":"offset"}""")]
    [InlineData("now and offset", """{"mode":"offset","now":"2030-01-01T00:00:00Z","offset":"PT1H"}""")]
    [InlineData("offset", """{"mode":"offset","offset":"1 hour"}""")]
    [InlineData("offset", """{"mode":"offset","offset":"P1M"}""")]
    [InlineData("offset", """{"mode":"offset","offset":"-P40000D"}""")]
    [InlineData("offset", """{"mode":"offset","offset":"P3000000D"}""")]
    [InlineData("offset", """{"mode":"offset","offset":"P99999999999999999999D"}""")]
    [InlineData("speed", """{"mode":"real","speed":2}""")]
    public async Task A_clock_that_cannot_be_is_refused_and_changes_nothing(string field, string body)
    {
        await using var tenant = shared.NewTenant();
        await tenant.FreezeAsync("2030-01-01T00:00:00Z");
        IsRefused(field, await tenant.PutAsync("/sandbox/clock", body));
        Assert.Equal(ClockOfTenant.Time("2030-01-01T00:00:00Z"), await tenant.ClockAsync());
    }

    [Theory]
    [InlineData("by and to", """{}""")]
    [InlineData("by and to", """{"by":"PT1H","to":"2030-01-01T00:00:00Z"}""")]
    [InlineData("by", """{"by":"PT0S"}""")]
    [InlineData("by", """{"by":"-PT1H"}""")]
    [InlineData("by", """{"by":"an hour"}""")]
    [InlineData("by", """{"by":3600}""")]
    [InlineData("by", """{"by":"P1Y"}""")]
    [InlineData("by", """{"by":"P2911000D"}""")]
    [InlineData("by", """{"by":"P10000000D"}""")]
    [InlineData("to", """{"to":"2029-12-31T23:59:59.999Z"}""")]
    [InlineData("to", """{"to":"9999-01-01T00:00:00Z"}""")]
    [InlineData("to", """{"to":"tomorrow"}""")]
    [InlineData("seconds", """{"seconds":1}""")]
    public async Task An_advance_that_leads_nowhere_back_or_out_of_the_calendar_is_refused(string field, string body)
    {
        await using var tenant = shared.NewTenant();
        await tenant.FreezeAsync("2030-01-01T00:00:00Z");
        IsRefused(field, await tenant.SendAsync(HttpMethod.Post, "/sandbox/clock/advance", body));
        Assert.Equal(ClockOfTenant.Time("2030-01-01T00:00:00Z"), await tenant.ClockAsync());
    }

    [Fact]
    public async Task Orgs_do_not_see_each_others_clock()
    {
        await using var one = shared.NewTenant();
        await using var other = shared.NewTenant();
        await one.FreezeAsync("2030-01-01T00:00:00Z");
        await other.FreezeAsync("2020-01-01T00:00:00Z");
        await one.AdvanceAsync("PT1H");
        Assert.Equal(("2030-01-01T01:00:00.000Z", "2020-01-01T00:00:00.000Z"), (await one.EventDateAsync(), await other.EventDateAsync()));
    }

    private static void IsRefused(string field, Answer answer)
    {
        Refused.AsProblem(answer, 400, "INVALID_FIELD");
        Assert.StartsWith(field + " ", answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
