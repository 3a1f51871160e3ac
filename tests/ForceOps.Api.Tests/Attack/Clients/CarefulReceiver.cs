using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using StandardWebhooks;

namespace ForceOps.Api.Tests.Attack.Clients;

/// <summary>How an operation ended, as far as the client knows.</summary>
internal enum Ending
{
    /// <summary>Nobody knows yet: it may be posted or not.</summary>
    Open,

    /// <summary>The ledger has it.</summary>
    Posted,

    /// <summary>The ledger refused it, now or behind a 202.</summary>
    Refused,
}

/// <summary>
/// Receives events as a client should, and keeps books of what was moved. Each habit is a method that a client with a mistake replaces.
/// </summary>
internal abstract class CarefulReceiver
{
    internal const string WebhookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, bool> _handled = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(long Account, string TrackingId), decimal> _moved = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Ending>> _endings = new(StringComparer.Ordinal);

    /// <summary>What the client believes: each movement once, whether an answer told of it, an event, or both.</summary>
    internal decimal BalanceOf(long account) => _moved.Where(one => one.Key.Account == account).Sum(one => one.Value);

    /// <summary>Handles a delivery; answers the status.</summary>
    internal int Receive(IHeaderDictionary headers, string body)
    {
        var (id, at) = (headers["webhook-id"].ToString(), DateTimeOffset.FromUnixTimeSeconds(
            long.Parse(headers["webhook-timestamp"].ToString())));
        if (!IsSigned(new StandardWebhook(WebhookSecret).Sign(id, at, body), headers["webhook-signature"].ToString()) || !IsFresh(at))
            return StatusCodes.Status401Unauthorized;
        using var json = JsonDocument.Parse(body);
        var (data, type) = (json.RootElement.GetProperty("data"), json.RootElement.GetProperty("event_type").GetString());
        var trackingId = data.TryGetProperty("tracking_id", out var named) ? named.GetString()! : "";
        if (!Concerns(trackingId))
            return StatusCodes.Status404NotFound;
        if (!IsNew(id))
            return StatusCodes.Status204NoContent;
        var account = data.TryGetProperty("account_id", out var of) ? of.GetInt64() : 0;
        switch (type)
        {
            case "authorization-event":
                Tell(trackingId, Ending.Posted);
                OnPosted(account, trackingId, json.RootElement.GetProperty("cid").GetString());
                break;
            case "authorization-cancellation-event":
                Tell(trackingId, Ending.Posted);
                break;
            case "authorization-denied-event":
                Tell(trackingId, Ending.Refused);
                break;
            case "change_available":
                var amount = data.GetProperty("amount").GetDecimal();
                Moved(account, trackingId, data.GetProperty("operation_type").ValueEquals("CREDIT") ? amount : -amount);
                break;
        }
        // An event of a type that is new is no mistake of the sender: it is taken, and left alone.
        return StatusCodes.Status204NoContent;
    }

    /// <summary>Habit: only who knows the secret is believed.</summary>
    protected virtual bool IsSigned(string expected, string sent) => sent.Split(' ').Contains(expected, StringComparer.Ordinal);

    /// <summary>Habit: what was recorded an hour ago is not believed.</summary>
    protected virtual bool IsFresh(DateTimeOffset at) => (TimeProvider.System.GetUtcNow() - at).Duration() <= Tolerance;

    /// <summary>Habit: each event is handled once, however often it comes.</summary>
    protected virtual bool IsNew(string webhookId) => _handled.TryAdd(webhookId, value: true);

    /// <summary>Habit: the events of others are taken too, since they move the same balance.</summary>
    protected virtual bool Concerns(string trackingId) => true;

    /// <summary>What the client does when it hears that something was posted.</summary>
    protected virtual void OnPosted(long account, string trackingId, string? cid)
    {
    }

    protected bool IsOurs(string trackingId) => _endings.ContainsKey(trackingId);

    /// <summary>Notes a movement; the same one again changes nothing.</summary>
    protected void Moved(long account, string trackingId, decimal amount) => _moved[(account, trackingId)] = amount;

    /// <summary>Waits for the event that tells the end of an operation; it may have come before.</summary>
    protected async Task<Ending> EventOfAsync(string trackingId, TimeSpan patience)
    {
        var ending = Expect(trackingId).Task;
        return await Task.WhenAny(ending, Task.Delay(patience)) == ending ? await ending : Ending.Open;
    }

    /// <summary>Keeps a place for the end of an operation that is about to be sent.</summary>
    protected TaskCompletionSource<Ending> Expect(string trackingId) => _endings.GetOrAdd(
        trackingId, _ => new TaskCompletionSource<Ending>(TaskCreationOptions.RunContinuationsAsynchronously));

    private void Tell(string trackingId, Ending ending)
    {
        if (!Expect(trackingId).TrySetResult(ending))
        {
            // Denied, asked for again, and posted: the last word counts.
            _endings[trackingId] = new TaskCompletionSource<Ending>(TaskCreationOptions.RunContinuationsAsynchronously);
            _endings[trackingId].SetResult(ending);
        }
    }
}
