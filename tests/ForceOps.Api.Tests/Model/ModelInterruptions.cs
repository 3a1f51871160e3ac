using ForceOps.Api.Tests.Clock;
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
        < 2 => SetClockAsync(random),
        2 => TakeAsync(random),
        3 => RestoreAsync(random),
        4 when random.Next(4) == 0 => ResetAsync(),
        < 9 => LoseAsync(sequence.Requests.Next(random), random),
        _ => sequence.SendAsync(sequence.Requests.Next(random)),
    };

    private async Task<string> SetClockAsync(Random random)
    {
        var isReal = random.Next(4) == 0;
        var now = isReal ? TimeProvider.System.GetUtcNow() : LedgerState.WholeMilliseconds(begin).AddHours(random.Next(-48, 49));
        await tenant.SetClockAsync(isReal ? """{"mode":"real"}""" : $$"""{"mode":"frozen","now":"{{now:O}}"}""");
        sequence.Become(sequence.CopyOfBooks(), now);
        return sequence.Note($"clock {(isReal ? "real" : $"{now:O}")}", "Clock 200 ");
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

    /// <summary>The request is lost, or its answer is; the client sends it again.</summary>
    private async Task<string> LoseAsync(ModelRequest request, Random random)
    {
        // Without a tracking id a client cannot know its own operation again.
        if (!request.NamesTrackingId)
            return await sequence.SendAsync(request);
        var isAnswer = random.Next(3) > 0;
        var fault = isAnswer ? "commit-and-drop" : "drop";
        await Assert.ThrowsAnyAsync<HttpRequestException>(
            () => tenant.SendAsync(HttpMethod.Post, request.Path, request.Body, (FaultsOfTenant.Header, fault)));
        var outcome = isAnswer ? Ledger.Decide(sequence.Books, request.Operation) : null;
        sequence.Note($"POST {request.Path} {request.Body}\n    lost by {fault}\n    model   {outcome}", "");
        if (outcome is Outcome.Accepted accepted)
            await FindAsync(accepted);
        return $"Lost {(isAnswer ? "answer" : "request")} of {await sequence.SendAsync(request)}";
    }

    /// <summary>Asks for the ids of what was posted without an answer. Those of a pair follow each other, the giving side first.</summary>
    private async Task FindAsync(Outcome.Accepted accepted)
    {
        var answer = await tenant.GetAsync($"/sandbox/authorizations?tracking_id={accepted.Authorization.TrackingId.Text}");
        if (answer.Code != 200)
            throw new XunitException(sequence.Report($"what was posted is not there: {answer.Code} {answer.Text}"));
        var id = answer.Json.GetProperty("id").GetInt64();
        foreach (var side in new[] { accepted.Authorization, accepted.Counterpart }.OfType<Authorization>())
            sequence.Ids.Add(side, side.OwnsTrackingId ? id : id + 1);
    }
}
