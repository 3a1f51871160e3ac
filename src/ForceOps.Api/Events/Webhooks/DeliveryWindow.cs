using ForceOps.Postgres.Reads;

namespace ForceOps.Api.Events.Webhooks;

/// <summary>
/// The events in hand for one webhook. Those of one account go one after the other, so that a consumer sees an account in commit
/// order; accounts do not wait for each other. The position moves over what is over without a gap.
/// </summary>
internal sealed class DeliveryWindow(EventCursor position)
{
    private readonly Queue<(EventCursor Cursor, Task Delivered)> _waiting = new();
    private readonly Dictionary<long, AccountOrder> _lanes = [];

    /// <summary>Everything up to here is over.</summary>
    internal EventCursor Position { get; private set; } = position;

    internal int Count => _waiting.Count;

    /// <param name="change">The event.</param>
    /// <param name="deliver">Delivers it.</param>
    /// <param name="wait">With a fault that holds it back for the account's next event: how long at most.</param>
    internal void Add(LedgerEvent change, Func<Task> deliver, Func<Task>? wait = null)
    {
        if (!_lanes.TryGetValue(change.AccountId, out var lane))
            _lanes.Add(change.AccountId, lane = new AccountOrder());
        _waiting.Enqueue((change.Cursor, wait is null ? lane.Add(deliver) : lane.HoldBack(change.Cursor.AuthorizationId, wait, deliver)));
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
            if (lane.IsIdle)
                _lanes.Remove(account);
        }
    }

    /// <summary>Waits until nothing is under way any more, after the deliveries were canceled.</summary>
    internal async Task EndAsync()
    {
        await Task.WhenAll(_waiting.Select(change => change.Delivered)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (_waiting.TryPeek(out var first) && first.Delivered.IsCompletedSuccessfully)
            Position = _waiting.Dequeue().Cursor;
    }
}

/// <summary>
/// The deliveries of one account, one after the other. Only a fault breaks the order: what it holds back is delivered behind the first
/// event of the next operation, or alone when none comes in time.
/// </summary>
internal sealed class AccountOrder
{
    private Task _last = Task.CompletedTask;
    private HeldBack? _held;

    internal bool IsIdle => _last.IsCompleted && (_held?.Last.IsCompleted ?? true);

    internal Task Add(Func<Task> deliver)
    {
        if (_held is not { } held)
            return _last = AfterAsync(_last, deliver);
        _held = null;
        var overtaking = AfterAsync(held.Before, deliver);
        _ = held.LetGoAfterAsync(overtaking);
        _last = Task.WhenAll(overtaking, held.Last);
        return overtaking;
    }

    /// <param name="operation">Events of one operation are held back together.</param>
    /// <param name="wait">How long at most, until canceled.</param>
    /// <param name="deliver">Delivers it.</param>
    internal Task HoldBack(long operation, Func<Task> wait, Func<Task> deliver)
    {
        // The next operation is held back no more: the two change places.
        if (_held is { } other && other.Operation != operation)
            return Add(deliver);
        _held ??= new HeldBack(operation, _last, wait);
        return _held.Last = AfterAsync(_held.Last, deliver);
    }

    private static async Task AfterAsync(Task before, Func<Task> deliver)
    {
        await before;
        await deliver();
    }

    /// <summary>Deliveries that wait to be overtaken.</summary>
    private sealed class HeldBack
    {
        private readonly TaskCompletionSource _overtaken = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal HeldBack(long operation, Task before, Func<Task> wait)
        {
            (Operation, Before) = (operation, before);
            Last = AfterAsync(before, () => Task.WhenAny(_overtaken.Task, wait()));
        }

        internal long Operation { get; }

        internal Task Before { get; }

        internal Task Last { get; set; }

        internal async Task LetGoAfterAsync(Task overtaking)
        {
            // A delivery that broke ends the window, which cancels the waiting too.
            await overtaking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _overtaken.SetResult();
        }
    }
}
