using ForceOps.Postgres;

namespace ForceOps.Api.Events.Webhooks;

/// <summary>
/// The events in hand for one webhook. Those of one account go one after the other, so that a consumer sees an account in commit
/// order; accounts do not wait for each other. The position moves over what is over without a gap.
/// </summary>
internal sealed class DeliveryWindow(EventCursor position)
{
    private readonly Queue<(EventCursor Cursor, Task Delivered)> _waiting = new();
    private readonly Dictionary<long, Task> _lanes = [];

    /// <summary>Everything up to here is over.</summary>
    internal EventCursor Position { get; private set; } = position;

    internal int Count => _waiting.Count;

    internal void Add(LedgerEvent one, Func<Task> deliver)
    {
        var account = one.AccountId;
        var delivered = AfterAsync(_lanes.GetValueOrDefault(account, Task.CompletedTask), deliver);
        _lanes[account] = delivered;
        _waiting.Enqueue((one.Cursor, delivered));
    }

    /// <summary>Up to here was looked at; what was not added does not concern the webhook.</summary>
    internal void PassTo(EventCursor cursor) => _waiting.Enqueue((cursor, Task.CompletedTask));

    /// <summary>Moves the position; a delivery that broke, not failed, breaks the window too.</summary>
    internal async Task AdvanceAsync()
    {
        while (_waiting.TryPeek(out var first) && first.Delivered.IsCompleted)
        {
            await first.Delivered;
            Position = first.Cursor;
            _waiting.Dequeue();
        }
        foreach (var (account, lane) in _lanes)
        {
            if (lane.IsCompleted)
                _lanes.Remove(account);
        }
    }

    /// <summary>Waits until nothing is under way any more, after the deliveries were canceled.</summary>
    internal async Task EndAsync()
    {
        await Task.WhenAll(_waiting.Select(one => one.Delivered)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (_waiting.TryPeek(out var first) && first.Delivered.IsCompletedSuccessfully)
            Position = _waiting.Dequeue().Cursor;
    }

    private static async Task AfterAsync(Task before, Func<Task> deliver)
    {
        await before;
        await deliver();
    }
}
