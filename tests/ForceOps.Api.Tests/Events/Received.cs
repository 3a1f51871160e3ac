using System.Text.Json;
using Microsoft.AspNetCore.Http;
using StandardWebhooks;

namespace ForceOps.Api.Tests.Events;

/// <summary>One request that came to a receiver.</summary>
internal sealed record Received(int Number, IReadOnlyDictionary<string, string> Headers, string Body)
{
    private JsonElement? _json;

    public int Answered { get; set; }

    /// <summary>What the test answers with beside the status; null: nothing.</summary>
    public string? RetryAfter { get; set; }

    public long ArrivedAt { get; } = TimeProvider.System.GetTimestamp();

    public string Id => Headers["webhook-id"];

    public JsonElement Json => _json ??= JsonDocument.Parse(Body).RootElement;

    public string Type => Json.GetProperty("event_type").GetString()!;

    public long Account => Json.GetProperty("data").GetProperty("account_id").GetInt64();

    public string TrackingId => Json.GetProperty("data").GetProperty("tracking_id").GetString()!;

    /// <summary>Checks the signature, and that it is not old, with the library that receivers use.</summary>
    /// <exception cref="StandardWebhooks.Diagnostics.WebhookVerificationException">A careful receiver refuses it.</exception>
    public void Verify(string secret)
    {
        var headers = new HeaderDictionary();
        foreach (var (name, value) in Headers)
            headers[name] = value;
        new StandardWebhook(secret).Verify(Body, headers);
    }
}
