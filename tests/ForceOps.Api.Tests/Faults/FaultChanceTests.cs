using ForceOps.Api.Faults;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Faults;

/// <summary>The n-th request's fate depends on the seed and n: in every run, process and org.</summary>
public sealed class FaultChanceTests(SharedService shared)
{
    private const string Match = """{"probability":0.4,"seed":20261121}""";
    private const int Count = 24;

    private static string Expected => string.Concat(
        Enumerable.Range(1, Count).Select(count => FaultChance.Of(20261121, count, FaultChance.Question.Strike) < 0.4 ? '1' : '0'));

    [Fact]
    public async Task Two_services_and_two_orgs_give_the_same_fates()
    {
        var fates = new List<string>();
        var other = await shared.ConfiguredAsync();
        foreach (var service in new[] { shared.Service, shared.Service, other })
        {
            await using var tenant = service.NewTenant();
            await tenant.FaultAsync("one", """{"status":503}""", Match);
            fates.Add(await tenant.FatesAsync(Count));
        }
        Assert.All(fates, one => Assert.Equal(Expected, one));
        Assert.Contains('0', Expected);
        Assert.Contains('1', Expected);
    }

    [Fact]
    public async Task A_service_that_is_started_again_has_the_rule_and_begins_to_count_anew()
    {
        var database = await shared.Postgres.CreateDatabaseAsync();
        string org;
        await using (var first = await RunningService.StartAsync(database))
        {
            await using var tenant = first.NewTenant();
            org = tenant.Org;
            await tenant.FaultAsync("one", """{"status":503}""", Match);
            Assert.Equal(Expected[..5], await tenant.FatesAsync(5));
        }
        await using var second = await RunningService.StartAsync(database);
        await using var again = new Tenant(second, org);
        Assert.Equal(Expected[..10], await again.FatesAsync(10));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void Chances_are_even(long seed)
    {
        const int count = 20_000;
        var chances = Enumerable.Range(1, count).Select(n => FaultChance.Of(seed, n, FaultChance.Question.Strike)).ToList();
        Assert.All(chances, chance => Assert.InRange(chance, 0, 0.9999999999999999));
        // A fixed function: the counts are the same in every run. 2000 in each tenth, 6 sigma are 255.
        Assert.All(chances.GroupBy(chance => (int)(chance * 10)), tenth => Assert.InRange(tenth.Count(), 1745, 2255));
        Assert.NotEqual(chances.Take(10), Enumerable.Range(1, 10).Select(n => FaultChance.Of(seed, n, FaultChance.Question.Latency)));
    }

    [Theory]
    [InlineData("200ms", 200, 200)]
    [InlineData("2s", 2000, 2000)]
    [InlineData("1m-2h", 60_000, 7_200_000)]
    [InlineData("0ms", 0, 0)]
    [InlineData("999999h", 3_599_996_400_000, 3_599_996_400_000)]
    public void Times_are_written_with_their_unit(string text, long min, long max)
    {
        Assert.True(DurationRange.TryParse(text, out var range));
        Assert.Equal((min, max), ((long)range.Min.TotalMilliseconds, (long)range.Max.TotalMilliseconds));
        Assert.Equal(range.Min, range.At(0));
        Assert.Equal(range.Max, range.At(1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2")]
    [InlineData("-2s")]
    [InlineData("2 s")]
    [InlineData("1.5s")]
    [InlineData("2s-1s")]
    [InlineData("2s\n")]
    [InlineData("9999999ms")]
    public void What_is_no_time_is_none(string text) => Assert.False(DurationRange.TryParse(text, out _));
}
