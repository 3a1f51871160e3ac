using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ForceOps.Tool.Operations;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Attack;

/// <summary>
/// Speaks to the service about the org under attack: sets faults, reads what the ledger holds and what was found. All of it goes over the
/// sandbox's routes.
/// </summary>
internal sealed class AttackedOrg(ServiceClient service)
{
    /// <summary>All rules of an attack begin so, that nobody's own are touched.</summary>
    private const string Prefix = "attack-";

    private const string Faults = "/sandbox/faults";
    private const string Codes = "/sandbox/processing-codes";
    private const string Events = "/sandbox/events?type=authorization/authorization-event,authorization/authorization-cancellation-event,"
        + "platform-authorization/platform-authorization,authorization/authorization-denied-event&limit=1000";

    private readonly HashSet<string> _own = new(StringComparer.Ordinal);
    private string _cursor = "0";
    private long _lastRequest;

    internal ServiceClient Service => service;

    /// <summary>Everything that was posted since the attack began, the earliest first.</summary>
    internal List<PostedOperation> Posted { get; } = [];

    /// <summary>The requests to the emulated routes since the attack began, the earliest first.</summary>
    internal List<SeenRequest> Requests { get; } = [];

    /// <summary>How many operations were accepted and denied in the end, as far as was looked.</summary>
    internal int Denied => Posted.Count(posted => posted.IsDenied);

    /// <summary>Begins: what is there already is no part of the attack. Rules that an earlier attack left are removed.</summary>
    internal async Task BeginAsync()
    {
        await ClearAsync();
        _cursor = await service.LastEventAsync(Events);
        _lastRequest = (await NewRequestsAsync(limit: 1)).Select(request => request.Id).FirstOrDefault();
    }

    /// <summary>Reads what has happened since the last time; answers whether anything has.</summary>
    internal async Task<bool> LookAsync()
    {
        var (posted, seen) = (Posted.Count, Requests.Count);
        while (await ReadEventsAsync())
        {
        }
        var requests = await NewRequestsAsync(limit: null);
        requests.Reverse();
        Requests.AddRange(requests);
        _lastRequest = requests.Select(request => request.Id).Append(_lastRequest).Max();
        return Posted.Count > posted || Requests.Count > seen;
    }

    /// <summary>Looks for denials alone, beside the one who reads everything; answers how many there are.</summary>
    internal async Task<int> DenialsAsync()
    {
        var page = await service.GetAsync($"{Events}&after={_cursor}");
        return Denied + page.Items("items").Count(change => PostedOperation.Of(change) is { IsDenied: true });
    }

    /// <summary>Puts a fault rule; the number says in which order rules are tried.</summary>
    internal Task FaultAsync(int number, JsonObject match, string effect) => service.ChangeAsync(
        HttpMethod.Put, $"{Faults}/{Prefix}{number}", new JsonObject { ["match"] = match, ["effect"] = JsonNode.Parse(effect) }.ToJsonString());

    internal async Task RemoveFaultAsync(int number) =>
        await service.SendAsync(HttpMethod.Delete, $"{Faults}/{Prefix}{number}");

    /// <summary>Removes all rules of the attack.</summary>
    internal async Task ClearAsync()
    {
        await foreach (var rule in Rules())
            await service.ChangeAsync(HttpMethod.Delete, $"{Faults}/{rule.Text("name")}");
    }

    /// <summary>Counts how often the rules of the attack have struck.</summary>
    internal async Task<long> StruckAsync() => await Rules().Select(rule => rule.Whole("struck") ?? 0).SumAsync();

    /// <summary>Judges what happened since a time of the service.</summary>
    internal async Task<Judgement> JudgeAsync(DateTimeOffset since, TimeSpan window, bool byAccount)
    {
        var answer = await service.GetAsync($"/sandbox/findings?since={since.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffffffZ}"
            + $"&window=PT{window.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)}S{(byAccount ? "&work=account" : "")}");
        var sendsTokens = answer.Member("seen") is { } seen && seen.Whole("with_token") > 0;
        return new Judgement([.. answer.Items("items")], sendsTokens);
    }

    /// <summary>Returns the service's real time. Nothing has to be judged for it: nothing has happened since then.</summary>
    internal async Task<DateTimeOffset> NowAsync() => (await service.GetAsync("/sandbox/findings?since=9000-01-01T00:00:00Z")).Time("at")
        ?? throw new ToolException("The service is older than this tool: its findings have no time. Start the one of the same version.");

    /// <summary>Returns an account's balance; null when the ledger has no such account.</summary>
    internal async Task<decimal?> BalanceAsync(long account) => (await service.FindAsync($"/sandbox/accounts/{account}"))?.Sum("balance");

    /// <summary>Sets members of an account.</summary>
    internal Task SetAccountAsync(long account, string json) => service.ChangeAsync(HttpMethod.Put, $"/sandbox/accounts/{account}", json);

    /// <summary>Takes processing codes of the org away; answers what they were.</summary>
    internal async Task<IReadOnlyList<JsonElement>> TakeCodesAsync(IEnumerable<string> names)
    {
        var codes = new List<JsonElement>();
        foreach (var name in names)
        {
            if (await service.FindAsync($"{Codes}/{name}") is not { } code)
                continue;
            await service.ChangeAsync(HttpMethod.Delete, $"{Codes}/{name}");
            codes.Add(code);
        }
        return codes;
    }

    /// <summary>Puts processing codes back.</summary>
    internal async Task PutCodesAsync(IReadOnlyList<JsonElement> codes)
    {
        foreach (var code in codes)
            await service.ChangeAsync(HttpMethod.Put, $"{Codes}/{code.Text("code")}", code.GetRawText());
    }

    /// <summary>Moves money on an account in the name of nobody: a force of the tool's own, which is not judged.</summary>
    internal async Task MoveAsync(long account, decimal amount, Guid id)
    {
        _own.Add(id.ToString());
        var body = new JsonObject
        {
            ["tracking_id"] = id.ToString(), ["account_id"] = account, ["amount"] = amount, ["processing_code"] = ForceCommand.CreditCode,
        };
        await service.ChangeAsync(HttpMethod.Post, ForceCommand.Route, body.ToJsonString(), account);
    }

    internal Task SetClockAsync(string json) => service.ChangeAsync(HttpMethod.Put, "/sandbox/clock", json);

    private IAsyncEnumerable<JsonElement> Rules() =>
        service.ListAsync(Faults).Where(rule => rule.Text("name")?.StartsWith(Prefix, StringComparison.Ordinal) == true);

    /// <summary>Reads a page of events; answers whether there are more.</summary>
    private async Task<bool> ReadEventsAsync()
    {
        var page = await service.GetAsync($"{Events}&after={_cursor}");
        Posted.AddRange(page.Items("items").Select(PostedOperation.Of).OfType<PostedOperation>()
            .Where(posted => posted.TrackingId is null || !_own.Contains(posted.TrackingId)));
        _cursor = page.Text("last") ?? _cursor;
        return page.Text("next") is not null;
    }

    /// <summary>Returns the requests behind the last one that was read, the newest first.</summary>
    private async Task<List<SeenRequest>> NewRequestsAsync(int? limit) => await service.ListAsync("/sandbox/requests", limit)
        .TakeWhile(request => request.Whole("id") > _lastRequest).Select(SeenRequest.Of).ToListAsync();
}

/// <summary>Holds what the rules of findings say about a part of the org's history.</summary>
/// <param name="Findings">The findings, as <c>GET /sandbox/findings</c> has them.</param>
/// <param name="SendsTokens">True when a request of the client had a token.</param>
internal sealed record Judgement(IReadOnlyList<JsonElement> Findings, bool SendsTokens);

/// <summary>Holds an operation as the ledger has it.</summary>
/// <param name="Kind">What it is, as in <c>force</c> or <c>force cancellation</c>.</param>
internal sealed record PostedOperation(string Kind, long Account, decimal Amount, long Id, string? TrackingId)
{
    /// <summary>True when it was accepted for later and denied in the end: nothing was posted.</summary>
    internal bool IsDenied { get; init; }

    internal static PostedOperation? Of(JsonElement change)
    {
        if (change.Member("data") is not { } data || data.Whole("account_id") is not { } account)
            return null;
        if (data.Member("authorization") is { } authorization)
        {
            var kind = (authorization.Text("type") ?? "").ToLowerInvariant();
            var isCancellation = authorization.Whole("parent_authorization_id") is not null;
            return new PostedOperation(
                isCancellation ? $"{kind} cancellation" : kind, account, data.Sum("amount") ?? 0, authorization.Whole("id") ?? 0,
                data.Text("tracking_id"))
            {
                IsDenied = data.Text("denial_code") is not null,
            };
        }
        return new PostedOperation(
            $"payment {data.Text("category")?.ToLowerInvariant().Replace('_', ' ')}", account, data.Sum("principal_amount") ?? 0,
            data.Whole("authorization_id") ?? 0, data.Text("tracking_id"))
        {
            IsDenied = data.Text("denial_code") is not null,
        };
    }
}

/// <summary>Holds a request of the client, as the request journal has it.</summary>
internal sealed record SeenRequest(
    long Id, string? Method, string? Route, int? Status, string? Code, string? Fault, string? ProcessingCode, long? AuthorizationId)
{
    internal static SeenRequest Of(JsonElement request) => new(
        request.Whole("id") ?? 0, request.Text("method"), request.Text("route"), (int?)request.Whole("status"),
        request.Member("answer")?.Text("code"), request.Text("fault"), request.Member("request")?.Text("processing_code"),
        request.Member("answer")?.Whole("authorization_id"));
}
