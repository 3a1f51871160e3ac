using System.Collections.Concurrent;
using System.Text.Json;

namespace ForceOps.Api.Tests.Attack.Clients;

/// <summary>What a caller of the client wants: money to an account, known by the caller's id.</summary>
internal sealed record Work(long Account, decimal Amount, string Id);

/// <summary>
/// Pays as a client should: one tracking id for all tries, longer and longer pauses, a new token after a 401, and no guess about what it
/// does not know. Each habit is a method, so that a client with a mistake is this one with one method replaced.
/// </summary>
internal class CarefulClient(ClientSeat seat) : CarefulCaller(seat)
{
    /// <summary>How long an operation is tried before it would go to people.</summary>
    private static readonly TimeSpan Endurance = TimeSpan.FromSeconds(12);

    /// <summary>How long an event may take that tells the end of a 202.</summary>
    private static readonly TimeSpan EventPatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly Random _random = new(seat.Seed);
    private readonly Lock _drawing = new();

    /// <summary>Does one unit of work.</summary>
    internal virtual Task<Ending> PayAsync(Work work) => SettleAsync(new Operation(work.Account, work.Amount, NewId()));

    /// <summary>Tries an operation until somebody tells how it ended.</summary>
    protected async Task<Ending> SettleAsync(Operation operation)
    {
        var begin = TimeProvider.System.GetTimestamp();
        for (var tries = 1; ; tries++)
        {
            Expect(operation.TrackingId);
            var answer = await SendAsync(operation, tries);
            // The same as was sent; who sent none learns here what the events will say.
            if (answer.Status is 200 or 201 or 202 && answer.Member("tracking_id")?.GetString() is { } named)
                operation.TrackingId = named;
            var ending = await EndingOfAsync(operation, answer);
            if (ending == Ending.Open && TriesAgain(operation) && TimeProvider.System.GetElapsedTime(begin) < Endurance)
                ending = await PauseAsync(operation, PauseAfter(tries, answer.RetryAfter));
            else if (ending == Ending.Open)
                return Ending.Open;
            if (ending == Ending.Posted)
                Moved(operation.Account, operation.TrackingId, operation.Cancels is null ? operation.Amount : -operation.Amount);
            if (ending != Ending.Open)
                return ending;
            BeforeNextTry(operation);
        }
    }

    /// <summary>Habit: what failed for a passing reason is tried again.</summary>
    protected virtual bool TriesAgain(Operation operation) => true;

    /// <summary>Habit: the pauses double, with a random part, and are never shorter than the platform asks for.</summary>
    protected virtual TimeSpan PauseAfter(int tries, TimeSpan? retryAfter)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(tries - 1, 10));
        lock (_drawing)
            pause = (pause < LongestPause ? pause : LongestPause) * (1 + (_random.NextDouble() / 4));
        return pause > retryAfter || retryAfter is null ? pause : retryAfter.Value + FirstPause;
    }

    /// <summary>Habit: the pause before the next try. It ends the operation when it brings the word of its end.</summary>
    protected virtual async Task<Ending> PauseAsync(Operation operation, TimeSpan pause)
    {
        await Task.Delay(pause);
        return Ending.Open;
    }

    /// <summary>Habit: the next try is the same operation, so its tracking id stays.</summary>
    protected virtual void BeforeNextTry(Operation operation)
    {
    }

    /// <summary>Habit: 202 is neither a success nor a failure; the event tells the end, and the same request asks for it.</summary>
    protected virtual Task<Ending> OnAcceptedAsync(Operation operation) => EventOfAsync(operation.TrackingId, EventPatience);

    /// <summary>Habit: a 409 about this very operation says that an earlier try was posted.</summary>
    protected virtual Ending OnConflict(Operation operation) => Ending.Posted;

    protected static string NewId() => Guid.NewGuid().ToString();

    private async Task<Ending> EndingOfAsync(Operation operation, PlatformAnswer answer)
    {
        switch (answer.Status)
        {
            case 200 or 201 when answer.Json is not null:
                return Ending.Posted;
            case 202 when answer.Json is not null:
                return await OnAcceptedAsync(operation);
            case 409 when IsAbout(operation, answer):
                return OnConflict(operation);
            case 400 or 403 or 404 or 409 or 415 or 422 when answer.Json is not null:
                return Ending.Refused;
            case 401:
                OnUnauthorized();
                return Ending.Open;
            default:
                // No answer, an error that passes, or words of somebody in the way: nothing is known.
                return Ending.Open;
        }
    }

    /// <summary>Compares what has the tracking id with what was asked for, as the platform shows it.</summary>
    private static bool IsAbout(Operation operation, PlatformAnswer answer) => operation.Cancels is null
        ? answer.Member("authorizations") is { ValueKind: JsonValueKind.Object } first && first.GetProperty("type").ValueEquals("FORCE")
            && first.GetProperty("account_id").GetInt64() == operation.Account
            && first.GetProperty("amount").GetDecimal() == operation.Amount
        : answer.Member("tracking_id")?.ValueEquals(operation.TrackingId) == true;
}

/// <summary>
/// Is as careful, and after a lost answer it first listens: an event that comes meanwhile tells the end, and no second try is needed.
/// </summary>
internal sealed class ListeningClient(ClientSeat seat) : CarefulClient(seat)
{
    private static readonly TimeSpan Travel = TimeSpan.FromMilliseconds(300);

    protected override Task<Ending> PauseAsync(Operation operation, TimeSpan pause) =>
        EventOfAsync(operation.TrackingId, pause > Travel ? pause : Travel);
}

/// <summary>Pays, and takes more than half of it back: two operations, and the second one is about the first.</summary>
internal class RefundingClient(ClientSeat seat) : CarefulClient(seat)
{
    internal override async Task<Ending> PayAsync(Work work)
    {
        var payment = new Operation(work.Account, work.Amount, NewId());
        var ending = await SettleAsync(payment);
        if (ending != Ending.Posted)
            return ending;
        var part = Math.Max(0.01m, Math.Round(work.Amount * 0.6m, 2));
        return await SettleAsync(new Operation(work.Account, part, payment.Cid, cancels: payment.TrackingId));
    }
}

/// <summary>Pays, and when the event of a payment comes, gives a reward of 1.00 to the same account: work that events cause.</summary>
internal class RewardingClient(ClientSeat seat) : CarefulClient(seat)
{
    private static readonly TimeSpan RewardPatience = TimeSpan.FromSeconds(12);

    private readonly ConcurrentDictionary<string, TaskCompletionSource<Ending>> _rewards = new(StringComparer.Ordinal);

    internal override async Task<Ending> PayAsync(Work work)
    {
        var payment = new Operation(work.Account, work.Amount, NewId());
        var reward = _rewards[payment.TrackingId] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var ending = await SettleAsync(payment);
        return ending == Ending.Posted && await Task.WhenAny(reward.Task, Task.Delay(RewardPatience)) == reward.Task
            ? await reward.Task
            : ending == Ending.Posted ? Ending.Open : ending;
    }

    protected override void OnPosted(long account, string trackingId, string? cid)
    {
        if (_rewards.TryGetValue(trackingId, out var reward))
            _ = RewardAsync(new Operation(account, 1m, cid ?? NewId()), reward);
    }

    private async Task RewardAsync(Operation operation, TaskCompletionSource<Ending> reward) =>
        reward.TrySetResult(await SettleAsync(operation));
}
