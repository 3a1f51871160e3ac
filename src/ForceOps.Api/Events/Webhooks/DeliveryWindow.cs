using ForceOps.Postgres.Reads;

namespace ForceOps.Api.Events.Webhooks;

/// <summary>
/// Holds the events that are being delivered to one webhook. The events of one account are delivered one after the other, so that
/// a consumer sees an account in commit order; accounts do not wait for each other. The position moves over events whose delivery
/// is over, and never leaves a gap.
/// </summary>
internal sealed class DeliveryWindow(EventCursor position)
{
    private readonly Queue<(EventCursor Cursor, Task Delivered)> _waiting = new();
    private readonly Dictionary<long, AccountOrder> _lanes = [];

    /// <summary>The position up to which all deliveries are over.</summary>
    internal EventCursor Position { get; private set; } = position;

    internal int Count => _waiting.Count;

    /// <param name="change">The event.</param>
    /// <param name="deliver">The function that delivers the event.</param>
    /// <param name="wait">
    /// A function that waits for as long as a fault may hold the event back for the account's next event; null without such a
    /// fault.
    /// </param>
    internal void Add(LedgerEvent change, Func<Task> deliver, Func<Task>? wait = null)
    {
        if (!_lanes.TryGetValue(change.AccountId, out var lane))
            _lanes.Add(change.AccountId, lane = new AccountOrder());
        _waiting.Enqueue((change.Cursor, wait is null ? lane.Add(deliver) : lane.HoldBack(change.Cursor.AuthorizationId, wait, deliver)));
    }

    /// <summary>
    /// Lets the position pass to a cursor up to which all events were read. The webhook does not want the events that were not
    /// added.
    /// </summary>
    internal void PassTo(EventCursor cursor) => _waiting.Enqueue((cursor, Task.CompletedTask));

    /// <summary>
    /// Moves the position. A delivery that ended with an exception throws it here and so ends the window; a delivery whose tries
    /// all failed does not throw.
    /// </summary>
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

    /// <summary>Waits until no delivery is running any more. The caller has canceled the deliveries before.</summary>
    internal async Task EndAsync()
    {
        await Task.WhenAll(_waiting.Select(change => change.Delivered)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (_waiting.TryPeek(out var first) && first.Delivered.IsCompletedSuccessfully)
            Position = _waiting.Dequeue().Cursor;
    }
}

/// <summary>
/// Delivers the events of one account one after the other. Only a fault breaks the order: an event that it holds back is
/// delivered behind the first event of the next operation, or alone when no such event comes in time.
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

    /// <param name="operation">The id of the operation, whose events are held back together.</param>
    /// <param name="wait">A function that waits for the longest hold-back time, or until it is canceled.</param>
    /// <param name="deliver">The function that delivers the event.</param>
    internal Task HoldBack(long operation, Func<Task> wait, Func<Task> deliver)
    {
        // The next operation is not held back as well: the two operations change places.
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

    /// <summary>Holds back the deliveries of one operation until the next operation's first event overtakes them.</summary>
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
            // A delivery that ended with an exception ends the window, which also cancels the waiting.
            await overtaking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _overtaken.SetResult();
        }
    }
}
