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
        var webhookId = request.Headers["webhook-id"].ToString();
        if (store.IsRepeat(webhookId))
            return Results.NoContent();

        using var json = JsonDocument.Parse(body);
        var data = json.RootElement.GetProperty("data");
        var type = json.RootElement.GetProperty("event_type").GetString();
        // An operation of somebody else is no mistake, and neither is an event of a kind that is new: 2xx, or it comes again.
        if (Guid.TryParse(data.TryGetProperty("tracking_id", out var trackingId) ? trackingId.GetString() : null, out var id)
            && store.Find(id) is { } payout)
            Finish(store, payout, type, data);
        else if (type is "authorization-event" or "authorization-cancellation-event")
            NoteOther(store, data);
        // Marked only now: a crash in between makes it come again, and to handle it twice changes nothing. The other way round it is lost.
        store.MarkHandled(webhookId);
        return Results.NoContent();
    }

    private static void NoteOther(PayoutStore store, JsonElement data)
    {
        var authorization = data.GetProperty("authorization");
        var impact = authorization.GetProperty("balance_impact") is { ValueKind: JsonValueKind.Number } known ? known.GetInt32() : 0;
        store.NoteOther(authorization.GetProperty("id").GetInt64(), data.GetProperty("account_id").GetInt64(),
            impact * data.GetProperty("amount").GetDecimal());
    }

    private static void Finish(PayoutStore store, Payout payout, string? type, JsonElement data)
    {
        // Another program's operation under our id is no payout of ours; the answer to our own request said so.
        if (type is "authorization-event" && data.GetProperty("account_id").GetInt64() == payout.Account
            && data.GetProperty("amount").GetDecimal() == payout.Amount)
            store.Finish(payout.Id, PayoutState.Posted);
        else if (type is "authorization-denied-event")
            store.Finish(payout.Id, PayoutState.Refused, data.GetProperty("denial_code").GetString());
    }
}
