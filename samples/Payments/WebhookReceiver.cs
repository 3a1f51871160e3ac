using System.Text.Json;
using Microsoft.Extensions.Options;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace Payments;

/// <summary>Receives the events of the org: checks who sent them, and handles each once.</summary>
internal static class WebhookReceiver
{
    internal static async Task<IResult> ReceiveAsync(
        HttpRequest request, PayoutStore store, IOptions<PismoOptions> options, CancellationToken stop)
    {
        // The signature is over the bytes as they came, so they are read before anybody parses them.
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync(stop);
        try
        {
            // It refuses old timestamps too: somebody who has recorded a delivery cannot send it again tomorrow.
            new StandardWebhook(options.Value.WebhookSecret).Verify(body, request.Headers);
        }
        catch (WebhookVerificationException)
        {
            return Results.Unauthorized();
        }
        if (!store.IsFirst(request.Headers["webhook-id"].ToString()))
            return Results.NoContent();

        using var json = JsonDocument.Parse(body);
        var data = json.RootElement.GetProperty("data");
        // An operation of somebody else is no mistake, and neither is an event of a kind that is new: 2xx, or it comes again.
        if (Guid.TryParse(data.TryGetProperty("tracking_id", out var id) ? id.GetString() : null, out var payout) && store.Find(payout) is not null)
            Finish(store, payout, json.RootElement.GetProperty("event_type").GetString(), data);
        return Results.NoContent();
    }

    private static void Finish(PayoutStore store, Guid payout, string? type, JsonElement data)
    {
        if (type is "authorization-event")
            store.Finish(payout, PayoutState.Posted);
        else if (type is "authorization-denied-event")
            store.Finish(payout, PayoutState.Refused, data.GetProperty("denial_code").GetString());
    }
}
