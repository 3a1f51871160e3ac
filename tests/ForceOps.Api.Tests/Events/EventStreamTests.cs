using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Events;

/// <summary>Server-sent events.</summary>
public sealed class EventStreamTests(SharedService shared)
{
    [Fact]
    public async Task A_stream_tells_what_happens_and_resumes_behind_the_last_event_that_arrived()
    {
        await using var tenant = shared.NewTenant();
        await tenant.ForceAsync("""{"account_id":1,"amount":1,"processing_code":"090907"}""");
        List<(string Id, string Event, string Data)> first;
        await using (var stream = await StreamReading.OpenAsync(tenant))
        {
            for (var i = 2; i <= 4; i++)
                await tenant.ForceAsync($$"""{"account_id":1,"amount":{{i}},"processing_code":"090907"}""");
            first = await stream.TakeAsync(3);
        }
        await tenant.ForceAsync("""{"account_id":1,"amount":5,"processing_code":"090907"}""");

        await using var resumed = await StreamReading.OpenAsync(tenant, "", ("Last-Event-ID", first[^1].Id));
        var rest = await resumed.TakeAsync(5);

        // It began when it was opened: without the first force.
        Assert.Equal((await tenant.EventsAsync()).Skip(2), first.Concat(rest).Select(one => one.Data));
        Assert.Equal(["authorization-event", "change_available", "authorization-event"], first.Select(one => one.Event));
    }

    [Fact]
    public async Task A_stream_from_the_beginning_with_a_filter_has_only_what_was_asked_for()
    {
        await using var tenant = shared.NewTenant();
        for (var i = 1; i <= 3; i++)
            await tenant.ForceAsync($$"""{"account_id":{{i}},"amount":1,"processing_code":"090907"}""");

        await using var stream = await StreamReading.OpenAsync(tenant, "?after=0&type=change_available&account=3");

        var one = Assert.Single(await stream.TakeAsync(1));
        Assert.Contains("\"account_id\":3", one.Data);
    }

    [Fact]
    public async Task A_silent_stream_has_heartbeats_and_ends_when_the_service_stops()
    {
        await using var service = await RunningService.StartAsync(
            await shared.Postgres.CreateDatabaseAsync(), ("ForceOps:Events:Heartbeat", "00:00:00.100"));
        var tenant = service.NewTenant();
        await using var stream = await StreamReading.OpenAsync(tenant);
        Assert.Equal(": still here", await stream.CommentAsync());

        Assert.Equal(0, await service.StopAsync().WaitAsync(TimeSpan.FromSeconds(20)));

        Assert.True(await stream.EndsAsync());
    }

    [Fact]
    public async Task A_stream_ends_after_the_seconds_that_it_was_asked_for()
    {
        await using var tenant = shared.NewTenant();
        await tenant.ForceAsync("""{"account_id":1,"amount":1,"processing_code":"090907"}""");

        var answer = await tenant.GetAsync("/sandbox/events/stream?after=0&seconds=1");

        Assert.Equal(200, answer.Code);
        Assert.StartsWith(": connected\n\nid: ", answer.Text, StringComparison.Ordinal);
        Assert.Contains("\nevent: change_available\n", answer.Text);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("86401")]
    [InlineData("")]
    public async Task Seconds_that_are_no_whole_number_of_a_day_are_refused(string seconds)
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.GetAsync($"/sandbox/events/stream?seconds={seconds}");
        Assert.Equal(400, answer.Code);
        Assert.StartsWith("seconds must be", answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
