using ForceOps.Api.Tests.Storm;
using ForceOps.Api.Tests.Tokens;

namespace ForceOps.Api.Tests.Clock;

/// <summary>The clock is the database's, not a process's: all agree on it, and it outlives them.</summary>
[Collection(TwoServices.Name)]
public sealed class ClockProcessTests(TwoServices services)
{
    [Fact]
    public async Task Whatever_process_posts_the_very_next_posting_has_the_new_time()
    {
        var (first, second) = services.NewTenant();
        await using var one = first;
        await using var two = second;
        // Both have the org's rules and clock in memory by now.
        await first.EventDateAsync();
        await second.EventDateAsync();
        await first.FreezeAsync("2031-01-01T00:00:00Z");
        for (var i = 1; i <= 20; i++)
        {
            await (i % 2 == 0 ? first : second).AdvanceAsync("PT1S");
            var expected = $"2031-01-01T00:00:{i:D2}.000Z";
            Assert.Equal((expected, expected), (await second.EventDateAsync(), await first.EventDateAsync()));
            Assert.Equal(await first.ClockAsync(), await second.ClockAsync());
        }
    }

    [Fact]
    public async Task Postings_that_run_while_the_clock_moves_have_a_time_that_it_had()
    {
        var (first, second) = services.NewTenant();
        await using var one = first;
        await using var two = second;
        await first.FreezeAsync("2031-01-01T00:00:00Z");
        var posting = Enumerable.Range(0, 60).Select(i => (i % 2 == 0 ? first : second).EventDateAsync()).ToList();
        for (var i = 0; i < 10; i++)
            await first.AdvanceAsync("PT1S");
        Assert.All(await Task.WhenAll(posting), date => Assert.Matches(@"^2031-01-01T00:00:(0\d|10)\.000Z$", date));
        Assert.Equal("2031-01-01T00:00:10.000Z", await second.EventDateAsync());
    }

    [Fact]
    public async Task Another_process_sees_a_token_end_soon_and_at_once_after_it_looked_at_the_clock()
    {
        var (first, second) = services.NewTenant();
        await using var one = first;
        await using var two = second;
        await first.FreezeAsync("2031-01-01T00:00:00Z");
        var token = ForgedTokens.Header(ForgedTokens.Token(
            first.Org, expires: ClockOfTenant.Time("2031-01-01T00:10:00Z").ToUnixTimeSeconds()));
        const string Force = """{"account_id":1,"amount":1,"processing_code":"090907"}""";
        Assert.Equal(201, (await second.ForceAsync(Force, token)).Code);
        await first.AdvanceAsync("PT10M");
        await second.ClockAsync();
        Assert.Equal(401, (await second.ForceAsync(Force, token)).Code);
        await first.FreezeAsync("2031-01-01T00:00:00Z");
        // No other way to learn it than to ask again: it is 401 for a fraction of a second, and then never more.
        for (var tries = 0; (await second.ForceAsync(Force, token)).Code != 201; tries++)
        {
            Assert.True(tries < 200, "the other process still has the old clock");
            await Task.Delay(50);
        }
    }
}
