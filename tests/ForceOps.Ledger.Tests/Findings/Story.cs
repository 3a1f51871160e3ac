using ForceOps.Findings;

namespace ForceOps.Tests.Findings;

/// <summary>Tells what a client did and what it was answered, one thing after the other, and asks the rules about it.</summary>
internal sealed class Story
{
    internal static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly List<ObservedRequest> _requests = [];
    private readonly List<ObservedDelivery> _deliveries = [];
    private readonly List<ObservedDenial> _denials = [];
    private DateTimeOffset _now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
    private long _lastId;

    internal DateTimeOffset Now => _now;

    internal IReadOnlyList<ObservedRequest> Requests => _requests;

    /// <summary>A force that is answered 201 on a connection that is kept, from a client that sends all headers.</summary>
    internal ObservedRequest Force(string? trackingId, decimal amount = 40.25m, long account = 1) => new()
    {
        Id = 0, At = default, AnsweredAt = default, Operation = "force", TrackingId = trackingId, Status = 201, IsCommitted = true,
        Money = new RequestedMoney("force", account, null, null, amount, "USD", "090907", null), Cid = $"cid of {trackingId}",
        NamesOrg = true, Connection = "one", Token = 7,
    };

    internal ObservedRequest Cancel(string? trackingId, string of, decimal? amount = null) => Force(trackingId) with
    {
        Operation = "cancel_force", IsCancel = true, Status = 200,
        Money = new RequestedMoney("cancel_force", null, null, null, amount, null, null, of),
    };

    internal Story Wait(double seconds)
    {
        _now += TimeSpan.FromSeconds(seconds);
        return this;
    }

    /// <summary>Adds requests, each of which is answered ten milliseconds after the one before.</summary>
    internal Story Then(params ReadOnlySpan<ObservedRequest> requests)
    {
        foreach (var request in requests)
        {
            _requests.Add(request with { Id = ++_lastId, At = _now, AnsweredAt = _now.AddMilliseconds(5) });
            Wait(0.01);
        }
        return this;
    }

    internal Story Then(ObservedDelivery delivery)
    {
        _deliveries.Add(delivery with { At = _now });
        return Wait(0.01);
    }

    internal Story Denied(string trackingId)
    {
        _denials.Add(new ObservedDenial(trackingId, _now, ++_lastId));
        return Wait(0.01);
    }

    internal ObservedHistory History(Func<IEnumerable<ObservedRequest>, IEnumerable<ObservedRequest>>? requests = null) =>
        new(requests is null ? _requests : requests(_requests), _deliveries, _denials, _now, Window);

    /// <summary>The names of the rules that are broken, each once.</summary>
    internal IReadOnlyList<string> Rules =>
        [.. RuleBook.Judge(History()).Select(occurrence => occurrence.Rule.Name).Distinct(StringComparer.Ordinal)];

    internal void Breaks(params string[] rules) => Assert.Equal(rules, Rules);

    internal void IsFine() => Assert.Empty(Rules);
}

/// <summary>What may become of a request instead of a success.</summary>
internal static class Fates
{
    internal static ObservedRequest DroppedAfterCommit(this ObservedRequest request) =>
        request with { Status = 0, Fate = AnswerFate.Dropped };

    internal static ObservedRequest DroppedBeforeCommit(this ObservedRequest request) =>
        request with { Status = 0, Fate = AnswerFate.Dropped, IsCommitted = false };

    internal static ObservedRequest HungUp(this ObservedRequest request) => request with { Status = 0, Fate = AnswerFate.Lost };

    internal static ObservedRequest Refused(this ObservedRequest request, int status, LedgerError? error = null) =>
        request with { Status = status, IsCommitted = false, Error = error };

    internal static ObservedRequest Busy(this ObservedRequest request, double? retryAfter = null, int status = 503) =>
        request.Refused(status) with { RetryAfter = retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null };

    /// <summary>The answer to a repeat of what is posted.</summary>
    internal static ObservedRequest Same(this ObservedRequest request) =>
        request with { Status = 409, IsCommitted = false, Use = TrackingIdUse.Same };

    internal static ObservedRequest Different(this ObservedRequest request) =>
        request with { Status = 409, IsCommitted = false, Use = TrackingIdUse.Different };

    internal static ObservedRequest Later(this ObservedRequest request) => request with { Status = 202 };
}
