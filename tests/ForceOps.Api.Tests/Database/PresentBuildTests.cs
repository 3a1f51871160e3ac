using System.Text.Json;
using ForceOps.Api.Tests.Delayed;
using ForceOps.Api.Tests.Events;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Snapshots;

namespace ForceOps.Api.Tests.Database;

/// <summary>
/// A database that an earlier build wrote, <c>present-build.sql</c>, is the same to this one: what it shows, how it takes repeats, and what
/// becomes of all that waits in it. So the names in stored JSON, the words in columns and the ids made of others cannot change unnoticed.
/// </summary>
/// <remarks>
/// These files are not made anew when a test here fails: that would only hide that older databases are read wrongly. They are made anew
/// when there is more to keep: add to <c>present-build.requests.json</c>, run this class with FORCEOPS_MAKE_PRESENT_BUILD=1 (it wants
/// pg_dump on PATH, of the server's version or a newer one) with the last released build, and commit all three files.
/// </remarks>
public sealed class PresentBuildTests(SharedService shared) : IAsyncLifetime
{
    private PresentBuild _build = null!;
    private RunningService _service = null!;
    private Tenant _tenant = null!;

    public async ValueTask InitializeAsync()
    {
        _build = await PresentBuild.LoadAsync(shared);
        _service = await RunningService.StartAsync(await PresentBuild.RestoreAsync(shared), ("ForceOps:Webhooks:TriesMax", "2"));
        _tenant = new Tenant(_service, _build.Org);
    }

    public async ValueTask DisposeAsync()
    {
        await _tenant.DisposeAsync();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task The_books_of_all_orgs_are_right()
    {
        var check = await _tenant.GetAsync("/sandbox/check?all=true");
        Assert.Equal((200, true), (check.Code, check.Json.GetProperty("ok").GetBoolean()));
        Assert.Equal("""{"accounts":10,"authorizations":31,"movements":29}""", await _tenant.CountsAsync());
    }

    [Fact]
    public async Task All_that_can_be_looked_at_is_shown_as_it_was_beside_what_was_added_since()
    {
        Assert.InRange(_build.Reads.Count, 25, 100);
        foreach (var (path, text) in _build.Reads)
            AddedMembers.AssertOnly(text, (await _tenant.GetAsync(path)).Text, path);
    }

    [Fact]
    public async Task Every_request_that_comes_again_is_known_and_every_other_one_under_its_id_is_told_apart()
    {
        var before = await _tenant.CountsAsync();
        var (same, different) = (0, 0);
        foreach (var request in _build.Written.Where(request => request.TryGetProperty("again", out _)))
        {
            Known(request, await _build.SendAsync(_tenant, request));
            same++;
            foreach (var change in request.TryGetProperty("changed", out var changed) ? changed.EnumerateArray() : default)
            {
                ToldApart(request, change, await _build.SendAsync(_tenant, request, change.GetProperty("body")));
                different++;
            }
        }
        Assert.Equal(before, await _tenant.CountsAsync());
        Assert.Equal((34, 34), (same, different));
    }

    [Fact]
    public async Task What_waits_is_posted_as_it_was_asked_for_or_denied()
    {
        var waiting = await _tenant.WaitingAsync();
        Assert.Equal(7, waiting.Count);
        Assert.Equal(200, (await _tenant.PostAsync("/sandbox/clock/advance", """{"by":"PT5M"}""")).Code);
        await _tenant.UntilNothingWaitsAsync();

        foreach (var operation in _build.Posted.EnumerateObject())
        {
            var posted = (await _tenant.FindAsync(operation.Name)).Json;
            Assert.All(operation.Value.EnumerateObject(), member => Assert.True(
                JsonElement.DeepEquals(member.Value, posted.GetProperty(member.Name)),
                $"{operation.Name}: {member} is {posted.GetProperty(member.Name)}"));
        }
        Assert.Equal((420.80m, 190.75m, 80m), (
            await _tenant.BalanceOfAsync(5), await _tenant.BalanceOfAsync(2), await _tenant.BalanceOfAsync(500)));
        var denied = (await _tenant.EventsAsync("&type=authorization-denied-event"))[^1];
        Assert.Contains(waiting[^1], denied, StringComparison.Ordinal);
        Assert.Contains("\"denial_code\":\"INSUFFICIENT_FUNDS\"", denied, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_snapshot_can_be_restored()
    {
        Assert.Equal(200, (await _tenant.RestoreAsync("early")).Code);
        AddedMembers.AssertOnly(_build.AnswerTo("accounts-of-snapshot"), (await _tenant.GetAsync("/sandbox/accounts")).Text, "accounts");
        var force = _build.Written.First(request => request.GetProperty("name").GetString() is "force-everything");
        Known(force, await _build.SendAsync(_tenant, force));
        Assert.Equal(404, (await _tenant.FindAsync("pb000000-0000-4000-8000-000000000021")).Code);
        Assert.Empty(await _tenant.WaitingAsync());
    }

    [Fact]
    public async Task Its_fault_rules_strike()
    {
        const string Force = """{"account_id":999,"amount":2,"processing_code":"090907","tracking_id":"pb""";
        var answers = new List<Answer>();
        for (var i = 0; i < 3; i++)
            answers.Add(await _tenant.ForceAsync($"{Force}{Tenant.NewTrackingId()}\"}}"));
        Assert.Equal([201, 201, 503], answers.Select(answer => answer.Code));
        Assert.Equal(("third", """{"code":"GONE"}""", "2"), (
            answers[2].Header("x-forceops-fault"), answers[2].Text, answers[2].Header("Retry-After")));
    }

    private void Known(JsonElement request, Answer answer)
    {
        var (name, again) = (request.GetProperty("name").GetString()!, request.GetProperty("again").GetString());
        var first = _build.AnswerTo(name);
        switch (again)
        {
            case "first" or "waits":
                Assert.Equal($"{name} {request.GetProperty("status")} {first}", $"{name} {answer.Code} {answer.Text}");
                break;
            case "used":
                Assert.Equal($"{name} 422 Transaction ID has already been used",
                    $"{name} {answer.Code} {answer.Json.GetProperty("message")}");
                break;
            case "same":
                Assert.Equal($"{name} 409 same", $"{name} {answer.Code} {answer.Header("x-forceops-replay")}");
                if (JsonDocument.Parse(first).RootElement is var json && json.TryGetProperty("authorization_id", out var id))
                    Assert.Contains($"\"authorization_id\":{id}", answer.Text, StringComparison.Ordinal);
                else if (json.TryGetProperty("authorization_ids", out var ids))
                    Assert.Contains(ids.GetRawText(), answer.Text, StringComparison.Ordinal);
                break;
            default:
                Assert.Fail($"{name}: again is {again}");
                break;
        }
    }

    private static void ToldApart(JsonElement request, JsonElement change, Answer answer)
    {
        var what = $"{request.GetProperty("name")} with {change.GetProperty("body")}";
        if (request.GetProperty("again").GetString() is "first")
        {
            Assert.Equal((what, 400), (what, answer.Code));
            Assert.Equal((what, "Client-Request-Id"), (what, answer.Json.GetProperty("error")[0].GetProperty("field").GetString()));
            return;
        }
        Assert.Equal($"{what}: 409 different", $"{what}: {answer.Code} {answer.Header("x-forceops-replay")}");
        if (change.TryGetProperty("differs", out var fields))
            Assert.EndsWith($"in: {fields}.", answer.Json.GetProperty("message").GetString(), StringComparison.Ordinal);
    }
}
