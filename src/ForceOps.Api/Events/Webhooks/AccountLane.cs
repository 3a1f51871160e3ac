namespace ForceOps.Api.Events.Webhooks;

/// <summary>
/// The deliveries of one account, one after the other. Only a fault breaks the order: what it holds back is delivered behind the first
/// event of the next operation, or alone when none comes in time.
/// </summary>
internal sealed class AccountLane
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
