using ForceOps.Api.Tests.Bluefin;
using ForceOps.Api.Tests.Clock;
using ForceOps.Api.Tests.Delayed;
using ForceOps.Api.Tests.Faults;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Snapshots;
using Xunit.Sdk;

namespace ForceOps.Api.Tests.Model;

/// <summary>
/// What happens to a sequence beside its requests: the clock is set, the books are copied, set back and emptied, requests and answers are
/// lost.
/// </summary>
/// <param name="begin">Around which the clock is set.</param>
internal sealed class ModelInterruptions(ModelSequence sequence, Tenant tenant, DateTimeOffset begin)
{
    private readonly Dictionary<string, (ModelBooks Books, ModelIds Ids)> _snapshots = new(StringComparer.Ordinal);

    /// <summary>Plays the step that the number draws.</summary>
    internal Task<string> PlayAsync(Random random) => random.Next(100) switch
    {
        < 3 => SetClockAsync(random),
        3 => TakeAsync(random),
        4 => RestoreAsync(random),
        5 when random.Next(4) == 0 => ResetAsync(),
        5 => SettleAsync(),
        < 10 => LoseAsync(sequence.Requests.Next(random), random),
        _ => sequence.SendAsync(sequence.Requests.Next(random)),
    };

    private async Task<string> SetClockAsync(Random random)
    {
        var isReal = random.Next(4) == 0;
        // Half an hour beside all whole hours: the model's real time stands still between two of these steps, and what was accepted for
        // some hours later while it did must be due, or not, in both worlds.
        var now = isReal ? TimeProvider.System.GetUtcNow() : LedgerState.WholeMilliseconds(begin).AddHours(random.Next(-48, 49) + 0.5);
        await tenant.SetClockAsync(isReal ? """{"mode":"real"}""" : $$"""{"mode":"frozen","now":"{{now:O}}"}""");
        sequence.Become(sequence.CopyOfBooks(), now);
        sequence.Note($"clock {(isReal ? "real" : $"{now:O}")}", "");
        await FinishDueAsync();
        return "Clock 200 ";
    }

    /// <summary>Waits until the service has posted or denied what is due, and decides the same in the same order.</summary>
    internal async Task FinishDueAsync()
    {
        // In the order of acceptance: a batch of the service may be cut, but never changes the order.
        var due = sequence.Waiting.Where(one => one.DueAt <= sequence.Books.Now).ToList();
        if (due.Count == 0)
            return;
        var ids = due.Select(one => one.Operation.TrackingId.Text).ToHashSet(StringComparer.Ordinal);
        await FaultsOfTenant.UntilAsync(async () => !(await tenant.WaitingAsync()).Exists(ids.Contains));
        foreach (var delayed in due)
        {
            var outcome = Ledger.Finish(sequence.Books, delayed);
            sequence.Note($"due {delayed.Operation.TrackingId} \n    model   {outcome}", "");
            sequence.Seen($"Due {delayed.Operation.GetType().Name} {(outcome.IsDenial ? "denied" : "posted")}");
            if (outcome is Outcome.Accepted accepted)
                await sequence.FindAsync(accepted);
            else if ((await tenant.FindAsync(delayed.Operation.TrackingId.Text)) is { Code: not 404 } found)
                throw new XunitException(sequence.Report($"what was denied is there: {found.Text}"));
        }
    }

    private async Task<string> SettleAsync()
    {
        await tenant.SettleAsync().SuccessAsync();
        sequence.Become(sequence.CopyOfBooks(), sequence.Books.Now, settles: true);
        return sequence.Note("settle", "Settle 200 ");
    }

    private async Task<string> TakeAsync(Random random)
    {
        var name = $"s{random.Next(3)}";
        var answer = await tenant.TakeAsync(name);
        if (answer.Code != (_snapshots.ContainsKey(name) ? 200 : 201))
            throw new XunitException(sequence.Report($"snapshot {name}: {answer.Code} {answer.Text}"));
        _snapshots[name] = (sequence.CopyOfBooks(), sequence.Ids.Copy());
        return sequence.Note($"snapshot {name}", "Snapshot 20x ");
    }

    private async Task<string> RestoreAsync(Random random)
    {
        var name = $"s{random.Next(3)}";
        var (answer, isThere) = (await tenant.RestoreAsync(name), _snapshots.TryGetValue(name, out var snapshot));
        if (answer.Code != (isThere ? 200 : 404))
            throw new XunitException(sequence.Report($"restore {name}: {answer.Code} {answer.Text}"));
        if (isThere)
        {
            sequence.Become(snapshot.Books, sequence.Books.Now);
            sequence.Ids.Become(snapshot.Ids);
            // What waited when the snapshot was taken may be overdue by the clock of now.
            await FinishDueAsync();
        }
        return sequence.Note($"restore {name}", $"Restore {answer.Code} ");
    }

    private async Task<string> ResetAsync()
    {
        await tenant.ResetAsync().SuccessAsync();
        sequence.Ids.Become(new ModelIds());
        sequence.Become(new ModelBooks(sequence.Books.Org, sequence.Books.Now, 0), TimeProvider.System.GetUtcNow());
        await sequence.OpenAccountsAsync();
        return sequence.Note("reset", "Reset 200 ");
    }

    /// <summary>The request is lost or refused for the moment, or its answer is lost; the client sends it again.</summary>
    private async Task<string> LoseAsync(ModelRequest request, Random random)
    {
        // Without a tracking id a client cannot know its own operation again; and what asks for a delay has a fault already.
        if (!request.NamesTrackingId || request.Operation.Delay is not null)
            return await sequence.SendAsync(request);
        if (random.Next(4) == 0)
        {
            var refused = await tenant.SendAsync(
                HttpMethod.Post, request.Path, request.Body, [.. request.Headers, (FaultsOfTenant.Header, "status=503")]);
            sequence.Note($"POST {request.Path} {request.Body}\n    refused by a fault, {refused.Code}", "");
            if (refused.Code != 503)
                throw new XunitException(sequence.Report($"the fault did not strike: {refused.Text}"));
            return $"Refused once: {await sequence.SendAsync(request)}";
        }
        var isAnswer = random.Next(3) > 0;
        var fault = isAnswer ? "commit-and-drop" : "drop";
        await Assert.ThrowsAnyAsync<HttpRequestException>(
            () => tenant.SendAsync(HttpMethod.Post, request.Path, request.Body, [.. request.Headers, (FaultsOfTenant.Header, fault)]));
        var outcome = isAnswer ? request.Decide(sequence.Books, request.Operation) : null;
        sequence.Note($"POST {request.Path} {request.Body}\n    lost by {fault}\n    model   {outcome}", "");
        if (outcome is Outcome.Accepted accepted)
            await sequence.FindAsync(accepted);
        return $"Lost {(isAnswer ? "answer" : "request")} of {await sequence.SendAsync(request)}";
    }
}
