using System.Text.Json;

namespace ForceOps.Torture.Fuzz;

/// <summary>
/// Requests in one org, one after the other, each judged. In some sessions the rows of the org are counted around each refused request:
/// what was refused has written nothing.
/// </summary>
internal sealed class FuzzSession : IDisposable
{
    private const int FaultLives = 6;
    private const string Check = "/sandbox/check";
    private const string Wrote = "wrote";

    /// <summary>
    /// A fault rule makes the service answer wrongly on purpose. It is removed after a few requests; until then nothing is judged.
    /// </summary>
    private const string MakesFaults = "setFault";

    /// <summary>The first request of each kind finds code that was never run.</summary>
    private static readonly TimeSpan PatienceAtFirst = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PatienceWithFault = TimeSpan.FromSeconds(1);

    private readonly FuzzPlan _plan;
    private readonly Random _random;
    private readonly string _org;
    private readonly KnownValues _known = new();
    private readonly ValidRequests _requests;
    private readonly RequestChanges _changes;
    private readonly WireConnection _wire;
    private readonly Credentials? _credentials;
    private readonly Dictionary<string, ApiRoute> _put = new(StringComparer.Ordinal);
    private TimeSpan _patience;
    private bool _counts;
    private string? _rows;
    private int _faulty;

    /// <param name="credentials">The keys of strict mode; null in open mode, where each session has an org of its own.</param>
    internal FuzzSession(FuzzPlan plan, Random random, Credentials? credentials)
    {
        (_plan, _random, _patience, _credentials) = (plan, random, plan.Patience, credentials);
        _org = credentials?.Org ?? $"TN-{Guid.NewGuid()}";
        _requests = new ValidRequests(plan.Words, _known, _org, plan.Receiver, random);
        _changes = new RequestChanges(random, plan.MayLeaveOrg);
        _wire = new WireConnection(plan.Url);
        _counts = random.Next(4) == 0;
    }

    /// <summary>The requests sent so far.</summary>
    internal int Sent { get; private set; }

    internal string Org => _org;

    internal async Task RunAsync(long cases)
    {
        while (Sent < cases)
        {
            var request = await ValidAsync(_plan.Routes[_random.Next(_plan.Routes.Count)]);
            for (var changes = _random.Next(20) switch { < 5 => 0, < 15 => 1, < 18 => 2, _ => 3 }; changes > 0; changes--)
                request = _changes.Change(request);
            // Now and then nobody knows who asks.
            await PlayAsync(request with { IsUnsigned = _random.Next(12) == 0 });
            if (_faulty > 0 && --_faulty == 0)
                await CleanAsync();
        }
        await CleanAsync();
        await CheckBooksAsync();
    }

    /// <summary>Sends what Swagger UI sends when nobody types anything; that must succeed.</summary>
    internal async Task PlayExampleAsync(ApiRoute route)
    {
        _patience = PatienceAtFirst;
        var request = await AfterOthersAsync(route, null);
        var answer = await PlayAsync(request);
        if (answer.Status is < 200 or >= 300 or 202)
            _plan.Tally.AddOnce(request, new FuzzFailure("example", $"{answer.Status} {answer.Text}"));
        await CleanAsync();
    }

    public void Dispose() => _wire.Dispose();

    /// <summary>
    /// A planted bug: each refused request is answered as always, and yet somebody writes to the books. Answers whether that was noticed.
    /// </summary>
    internal async Task<bool> NoticesWritesAsync(FuzzCase refused, FuzzCase force)
    {
        (_counts, _patience) = (true, PatienceAtFirst);
        _rows = await RowsAsync();
        using var other = new WireConnection(_plan.Url);
        await other.SendAsync(force.Wire(_plan.Url), force.Method, isHalf: false, PatienceAtFirst);
        return (await SendAsync(refused)).Failure is { Kind: Wrote };
    }

    /// <summary>A valid request; sometimes after the requests that the document wants before it.</summary>
    private async Task<FuzzCase> ValidAsync(ApiRoute route)
    {
        if (_random.Next(route.First.Count > 0 ? 3 : 8) > 0)
            return _requests.Draw(route);
        return await AfterOthersAsync(route, null);
    }

    private async Task<FuzzCase> AfterOthersAsync(ApiRoute route, string? example)
    {
        var request = _requests.Example(route, example);
        foreach (var first in route.First)
        {
            var before = _plan.Routes.First(one => one.Document.Name == first.Document && one.Id == first.Operation);
            var answer = await PlayAsync(await AfterOthersAsync(before, first.Example));
            if (answer.Status is 200 or 201 && IsJson(answer))
            {
                using var json = JsonDocument.Parse(answer.Body);
                request = ValidRequests.Take(request, first, json.RootElement.Clone());
            }
        }
        return request;
    }

    private async Task<WireAnswer> PlayAsync(FuzzCase request)
    {
        Sent++;
        var (answer, failure) = await SendAsync(request);
        _plan.Tally.Count(request, answer);
        Learn(request, answer);
        if (failure is not null)
            await _plan.Tally.AddAsync(request, failure, async one => (await SendAsync(one)).Failure);
        return answer;
    }

    private async Task<(WireAnswer Answer, FuzzFailure? Failure)> SendAsync(FuzzCase request)
    {
        var mayFail = _faulty > 0 || request.AsksForFault;
        var before = _counts && !mayFail && request.Route.Writes ? _rows ??= await RowsAsync() : null;
        request = await SignedAsync(request);
        // A check of all orgs reads all that was ever posted here.
        var patience = mayFail ? PatienceWithFault : request.Route.Path == Check ? PatienceAtFirst : _patience;
        var answer = await _wire.SendAsync(request.Wire(_plan.Url), request.Method, request.Missing > 0, patience);
        // What waits, or what nobody answered for, may be written at any time.
        if (answer.Status is 0 or 202)
            _counts = false;
        if (answer.Status < 400)
            _rows = null;
        if (mayFail)
            return (answer, null);
        var failure = await _plan.Judge.FailureAsync(request, answer);
        if (failure is null && before is not null && answer.Status >= 400)
        {
            _plan.Tally.Compared();
            _rows = await RowsAsync();
            if (_rows != before)
                failure = new FuzzFailure(Wrote, $"{answer.Status}, and yet the rows changed from {before} to {_rows}");
        }
        return (answer, failure);
    }

    private void Learn(FuzzCase request, WireAnswer answer)
    {
        if (answer.Status is not (200 or 201 or 202 or 204))
            return;
        if (request.Method is "PUT" && _plan.Judge.RouteAt("DELETE", request.Path) is { } removal)
            _put[request.Path] = removal;
        if (request.Route.Id == MakesFaults)
            _faulty = FaultLives;
        if (!IsJson(answer))
            return;
        using var json = JsonDocument.Parse(answer.Body);
        _known.Learn(json.RootElement, request.Route.Path);
    }

    /// <summary>A fault answers whatever it was told to.</summary>
    private static bool IsJson(WireAnswer answer) => answer.Body.Length > 0 && answer.Header("x-forceops-fault") is null
        && answer.Header("content-type")?.StartsWith("application/json", StringComparison.Ordinal) is true;

    /// <summary>Removes what was put, such as fault rules and webhooks, which work on by themselves.</summary>
    private async Task CleanAsync()
    {
        foreach (var (path, removal) in _put)
            await PlayAsync(new FuzzCase(removal, "DELETE", path) { Headers = [("x-tenant", _org)] });
        _put.Clear();
        (_faulty, _rows) = (0, null);
    }

    private ValueTask<FuzzCase> SignedAsync(FuzzCase request) =>
        _credentials is null || request.IsUnsigned ? new(request) : _credentials.SignAsync(request);

    private async Task CheckBooksAsync()
    {
        var answer = await CheckAsync();
        if (!answer.GetProperty("ok").GetBoolean())
            _plan.Tally.WrongBooks(_org, answer.GetRawText());
    }

    private async Task<string> RowsAsync() => (await CheckAsync()).GetProperty("checked").GetRawText();

    private async Task<JsonElement> CheckAsync()
    {
        var route = _plan.Routes.First(one => one.Path == Check);
        var request = new FuzzCase(route, "GET", Check) { Headers = [("x-tenant", _org)] };
        request = await SignedAsync(request);
        var answer = await _wire.SendAsync(request.Wire(_plan.Url), "GET", isHalf: false, PatienceAtFirst);
        return answer.Status is 200
            ? JsonDocument.Parse(answer.Body).RootElement
            : throw new InvalidOperationException($"{Check} of {_org} answered {answer.Status} {answer.Trouble} {answer.Text}");
    }
}
