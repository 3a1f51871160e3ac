using ForceOps.Api.Tests.Journal;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Events;

/// <summary>Which events a consumer gets: those by default, those of a name, of a domain and a name, or all of them.</summary>
public sealed class EventChoiceTests(SharedService shared)
{
    private const string Force = """{"account_id":7,"amount":1,"processing_code":"090910"}""";

    [Theory]
    [InlineData("", "authorization-event change_available change_available")]
    [InlineData("creation", "creation creation")]
    [InlineData("transaction/creation", "creation creation")]
    [InlineData("timeline/events,availables/change_available", "change_available change_available events events")]
    [InlineData("authorization/authorization-event,events", "authorization-event events events")]
    [InlineData("*", "authorization-event change_available change_available creation creation events events")]
    public async Task A_list_a_stream_and_a_webhook_agree(string types, string expected)
    {
        await using var receiver = Receiver.Start();
        await using var tenant = shared.NewTenant();
        var words = types.Split(',', StringSplitOptions.RemoveEmptyEntries);
        var made = await tenant.PutAsync(
            "/sandbox/webhooks/one", $$"""{"url":"{{receiver.Url}}","types":[{{string.Join(',', words.Select(word => $"\"{word}\""))}}]}""");
        Assert.Equal(201, made.Code);
        Assert.Equal(words, made.Json.GetProperty("types").EnumerateArray().Select(word => word.GetString()));
        await tenant.ForcedAsync(Force);

        var filter = types.Length == 0 ? "" : $"&type={Uri.EscapeDataString(types)}";
        var listed = await tenant.EventsAsync(filter);
        await using var stream = await StreamReading.OpenAsync(tenant, $"?after=0{filter}");
        var streamed = await stream.TakeAsync(listed.Count);
        var got = await receiver.WaitForAsync(listed.Count);

        Assert.Equal(expected, string.Join(' ', got.Select(one => one.Type)));
        Assert.Equal(listed, got.Select(one => one.Body));
        Assert.Equal(listed, streamed.Select(one => one.Data));
        Assert.Equal(expected, string.Join(' ', streamed.Select(one => one.Event)));
        Assert.Equal(listed, await tenant.EventsAsync(filter, limit: 1));
    }

    [Theory]
    [InlineData("transaction")]
    [InlineData("transaction/")]
    [InlineData("authorization/creation")]
    [InlineData("transaction/*")]
    public async Task A_word_that_is_no_type_is_refused(string word)
    {
        await using var tenant = shared.NewTenant();
        Assert.Equal(400, (await tenant.GetAsync($"/sandbox/events?type={Uri.EscapeDataString(word)}")).Code);
        Assert.Equal(400, (await tenant.PutAsync(
            "/sandbox/webhooks/one", $$"""{"url":"http://127.0.0.1:9/","types":["{{word}}"]}""")).Code);
    }

    [Fact]
    public async Task A_webhook_continues_between_two_events_of_an_operation()
    {
        await using var tenant = shared.NewTenant();
        await tenant.ForcedAsync(Force);
        await using var receiver = Receiver.Start();
        await tenant.PutAsync("/sandbox/webhooks/one", $$"""{"url":"{{receiver.Url}}","types":["*"]}""");
        await tenant.PostAsync("/sandbox/webhooks/one/replay", """{"after":null}""");
        await receiver.WaitForAsync(7);
        var deliveries = await DeliveriesAsync(tenant);
        Assert.Equal(["events", "events", "creation", "creation"], deliveries.Take(4).Select(one => one.Type));

        // Behind the first transaction there are the second one and both lines.
        await tenant.PostAsync("/sandbox/webhooks/one/replay", $$"""{"after":"{{deliveries[3].Cursor}}"}""");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (receiver.Accepted.Count < 10)
            await Task.Delay(20, patience.Token);

        Assert.Equal(receiver.Accepted.Skip(4).Take(3).Select(one => one.Body), receiver.Accepted.Skip(7).Select(one => one.Body));
    }

    private static async Task<List<(string Type, string Cursor)>> DeliveriesAsync(Tenant tenant)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var items = (await tenant.GetAsync("/sandbox/webhooks/one/deliveries")).Json.GetProperty("items");
            if (items.GetArrayLength() == 7)
                return [.. items.EnumerateArray().Select(item => (item.Text("event_type")!, item.Text("cursor")!))];
            await Task.Delay(20, patience.Token);
        }
    }
}
