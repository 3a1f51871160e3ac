using ForceOps.Findings;

namespace ForceOps.Tests.Findings;

/// <summary>How a simulated client behaves: as it should, or with one mistake.</summary>
internal enum Conduct
{
    Correct,
    NewIdAfterLostAnswer,
    NewIdAfterConflict,
    NewIdAfter202,
    GivesUp,
    TriesAtOnce,
    IgnoresRetryAfter,
    NoTrackingId,
}

/// <summary>
/// Does units of work against a simulated service that fails at random, and notes what the service observes. A unit is a force and now
/// and then its cancellation; the sums are the same again and again, as in a test suite.
/// </summary>
internal sealed class SimulatedClient(Random random, Conduct conduct, string name, string? shop = null)
{
    /// <summary>A client does not try for ever. It is so often that none of these services fails a client to the end.</summary>
    private const int TriesMax = 20;

    /// <summary>The longest pause of a correct client, in seconds: shorter than the window.</summary>
    private const double PauseMax = 10;

    private readonly HashSet<string> _stored = new(StringComparer.Ordinal);
    private DateTimeOffset _now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
    private long _lastId;
    private int _lastTrackingId;

    internal List<ObservedRequest> Requests { get; } = [];

    internal DateTimeOffset Now => _now;

    internal ObservedHistory History(int count = int.MaxValue)
    {
        var requests = Requests.Take(count).ToList();
        return new(requests, [], [], requests.Count == 0 ? _now : requests[^1].AnsweredAt, Story.Window);
    }

    internal SimulatedClient Works(int units)
    {
        for (var i = 0; i < units; i++)
            Work($"{name} {i}");
        return this;
    }

    private void Work(string work)
    {
        var amount = random.Next(3) + 0.25m;
        var account = random.Next(3);
        var posted = Ask(work, "force", new RequestedMoney("force", account, shop ?? name, null, amount, "USD", "090907", null));
        if (posted is not null && random.Next(4) == 0)
            Ask(work, "cancel_force", new RequestedMoney("cancel_force", null, name, null, null, null, null, posted));
        Wait(random.NextDouble() * 3);
    }

    /// <summary>Asks until there is an answer that settles it; returns the tracking id.</summary>
    private string? Ask(string work, string operation, RequestedMoney money)
    {
        var trackingId = NewId();
        for (var tries = 0; tries < TriesMax; tries++)
        {
            var request = Send(work, operation, conduct == Conduct.NoTrackingId ? null : trackingId, money);
            switch (request)
            {
                case { Status: 409 } when conduct == Conduct.NewIdAfterConflict:
                case { Status: 202 } when conduct == Conduct.NewIdAfter202:
                case { Status: 0 } when conduct == Conduct.NewIdAfterLostAnswer:
                    trackingId = NewId();
                    break;
                case { Status: 0 or 503 } when conduct == Conduct.GivesUp:
                    return null;
                case { Status: 0 or 503 }:
                    break;
                default:
                    return trackingId;
            }
            Wait(DelayBefore(tries, request));
        }
        return null;
    }

    private double DelayBefore(int tries, ObservedRequest last)
    {
        if (conduct == Conduct.TriesAtOnce)
            return 0.05;
        var backoff = Math.Min(PauseMax, 0.1 * Math.Pow(2, tries)) * (0.5 + random.NextDouble());
        return conduct == Conduct.IgnoresRetryAfter
            ? backoff
            : Math.Max(backoff, (last.RetryAfter?.TotalSeconds ?? 0) * (1 + (random.NextDouble() / 10)));
    }

    private ObservedRequest Send(string work, string operation, string? trackingId, RequestedMoney money)
    {
        var fate = random.Next(conduct == Conduct.TriesAtOnce ? 16 : 8);
        // An outage strikes the client that comes at once more often than one that waits.
        var fails = fate is 0 or 1 or 2 || fate > 8;
        var reaches = fate != 1 && !(fate is 2 or > 8);
        var isStored = trackingId is not null && _stored.Contains(trackingId);
        if (reaches && trackingId is not null)
            _stored.Add(trackingId);
        var request = new ObservedRequest
        {
            Id = ++_lastId, At = _now, AnsweredAt = _now.AddMilliseconds(1 + random.Next(20)), Operation = operation,
            IsCancel = operation == "cancel_force", TrackingId = trackingId, Money = money, Work = work, Cid = work, NamesOrg = true,
            Connection = name, Token = 1, IsCommitted = reaches && !isStored,
            Use = reaches && isStored ? TrackingIdUse.Same : TrackingIdUse.New,
            Status = fate switch { 0 or 1 => 0, 2 or > 8 => 503, 3 => isStored ? 409 : 202, _ => isStored ? 409 : 201 },
            Fate = fate is 0 or 1 ? AnswerFate.Dropped : AnswerFate.Sent,
            RetryAfter = fate is 2 && random.Next(2) == 0 ? TimeSpan.FromSeconds(1 + random.Next(2)) : null,
        };
        Requests.Add(request);
        _now = request.AnsweredAt;
        Wait(fails ? 0 : 0.01);
        return request;
    }

    private string NewId() => $"{name} {++_lastTrackingId}";

    private void Wait(double seconds) => _now += TimeSpan.FromSeconds(seconds);
}
