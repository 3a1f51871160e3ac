using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Attack;

/// <summary>Knows the org's webhooks: makes one to the client's receiver, lets them rest, and sees what the receiver took.</summary>
internal sealed class Deliveries
{
    private const string Webhooks = "/sandbox/webhooks";
    private const string OwnName = "attack";

    private readonly ServiceClient _service;
    private readonly bool _isOwn;
    private IReadOnlyList<JsonElement> _webhooks = [];

    private Deliveries(ServiceClient service, bool isOwn) => (_service, _isOwn) = (service, isOwn);

    /// <summary>True when somebody receives events.</summary>
    internal bool Exist => _webhooks.Count > 0;

    /// <summary>How many events were delivered since the time of the last look.</summary>
    internal int Latest { get; private set; }

    internal static async Task<Deliveries> BeginAsync(ServiceClient service, AttackOptions options)
    {
        var deliveries = new Deliveries(service, options.WebhookUrl is not null);
        if (options.WebhookUrl is { } url)
        {
            var body = new JsonObject { ["url"] = url.ToString() };
            if (options.WebhookSecret is { } secret)
                body["secret"] = secret;
            await service.ChangeAsync(HttpMethod.Put, $"{Webhooks}/{OwnName}", body.ToJsonString());
        }
        deliveries._webhooks = await service.ListAsync(Webhooks).Where(webhook => webhook.Text("state") is not ("off" or "paused")).ToListAsync();
        return deliveries;
    }

    internal async Task EndAsync()
    {
        if (_isOwn)
            await _service.SendAsync(HttpMethod.Delete, $"{Webhooks}/{OwnName}");
    }

    internal async Task PauseAsync(bool isPaused)
    {
        foreach (var webhook in _webhooks)
        {
            await _service.ChangeAsync(HttpMethod.Put, $"{Webhooks}/{webhook.Text("name")}", new JsonObject
            {
                ["url"] = webhook.Text("url"), ["paused"] = isPaused,
                ["types"] = new JsonArray([.. webhook.Items("types").Select(type => (JsonNode?)type.GetString())]),
            }.ToJsonString());
        }
    }

    /// <summary>Waits until what happened since a time is delivered, or until the receiver had time enough.</summary>
    internal async Task WaitAsync(DateTimeOffset since, TimeSpan patience, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < patience)
        {
            var deliveries = await SinceAsync(since);
            if (Latest > 0 && deliveries.TrueForAll(delivery => delivery.Has("state", "delivered")))
                return;
            await Task.Delay(50, cancel);
        }
    }

    /// <summary>Returns the first delivery that the receiver does not take; null when it took all.</summary>
    internal async Task<Difference?> RefusedAsync(DateTimeOffset since)
    {
        var refused = (await SinceAsync(since)).Find(delivery => !delivery.Has("state", "delivered"));
        if (refused.ValueKind is not JsonValueKind.Object)
            return null;
        var tries = refused.Items("tries").ToList();
        var answer = tries[^1].Whole("status") is { } status ? $"{status}" : tries[^1].Text("error") ?? "nothing";
        return new Difference(DifferenceKind.Delivery,
            $"the receiver does not take {refused.Text("event_type")}: {tries.Count} tries, the last one was answered {answer}", []);
    }

    private async Task<List<JsonElement>> SinceAsync(DateTimeOffset since)
    {
        var found = new List<JsonElement>();
        foreach (var webhook in _webhooks)
        {
            await foreach (var delivery in _service.ListAsync($"{Webhooks}/{webhook.Text("name")}/deliveries", limit: 100))
            {
                if (delivery.Items("tries").Any(item => item.Time("at") >= since))
                    found.Add(delivery);
            }
        }
        Latest = found.Count;
        return found;
    }
}
