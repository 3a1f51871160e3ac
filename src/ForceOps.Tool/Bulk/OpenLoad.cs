using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using ForceOps.Tool.Operations;
using ForceOps.Tool.Output;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Bulk;

/// <summary>Sends requests at the moments that the rate gives, and keeps how long each took from then.</summary>
internal sealed class OpenLoad(
    ServiceClient service, IReadOnlyList<(string Kind, int Weight)> mix, int rate, TimeSpan length, int accounts)
{
    internal static readonly IReadOnlyList<string> Kinds = ["force", "debit", "cancel", "transfer"];

    private const long FirstAccount = 900_000_001;

    private static readonly TimeSpan LateAfter = TimeSpan.FromMilliseconds(10);

    private readonly ConcurrentQueue<long> _cancelable = new();
    private readonly ConcurrentBag<SentRequest> _sent = [];
    private readonly int _weights = mix.Sum(item => item.Weight);
    private int _late;

    /// <summary>The time from the first request until the last one was due.</summary>
    internal TimeSpan Took { get; private set; }

    internal int Late => _late;

    /// <summary>Sends all requests, and waits for all answers.</summary>
    internal async Task RunAsync(WorkProgress bar, CancellationToken cancel)
    {
        // A transfer opens no account.
        await service.ChangeAsync(HttpMethod.Put, "/sandbox/accounts",
            new JsonObject { ["from"] = FirstAccount, ["to"] = FirstAccount + accounts }.ToJsonString());
        var (total, under) = ((long)(rate * length.TotalSeconds), new List<Task>());
        var began = Stopwatch.GetTimestamp();
        for (long next = 0; next < total && !cancel.IsCancellationRequested;)
        {
            var due = Math.Min(total, (long)(Stopwatch.GetElapsedTime(began).TotalSeconds * rate) + 1);
            for (; next < due; next++)
                under.Add(SendAsync(began, TimeSpan.FromSeconds(next / (double)rate)));
            bar.Set(next / (decimal)total);
            under.RemoveAll(task => task.IsCompletedSuccessfully);
            await Task.Delay(1, CancellationToken.None);
        }
        Took = Stopwatch.GetElapsedTime(began);
        await Task.WhenAll(under);
    }

    internal IReadOnlyList<KindResult> Results() =>
        [.. _sent.GroupBy(item => item.Kind, StringComparer.Ordinal).OrderBy(kind => kind.Key, StringComparer.Ordinal)
            .Select(kind => new KindResult(kind.Key, [.. kind]))];

    private async Task SendAsync(long began, TimeSpan due)
    {
        // The loop must not wait for what is done before the first await.
        await Task.Yield();
        if (Stopwatch.GetElapsedTime(began) - due > LateAfter)
            Interlocked.Increment(ref _late);
        var kind = Chosen();
        long canceled = 0;
        var (account, other) = (FirstAccount + Random.Shared.Next(accounts), FirstAccount + Random.Shared.Next(accounts));
        // Nothing is there to cancel yet.
        kind = kind is "cancel" && !_cancelable.TryDequeue(out canceled) ? "force" : kind;
        ServiceAnswer? answer = null;
        try
        {
            answer = kind switch
            {
                "cancel" => await PostAsync(CancelCommand.ForceRoute, new JsonObject { ["authorization_id"] = canceled }),
                "transfer" => await PostAsync(TransferCommand.Route, Transfer(account, other == account ? FirstAccount + accounts : other), account),
                "debit" => await PostAsync(ForceCommand.Route, Force(account, ForceCommand.DebitCode)),
                _ => await PostAsync(ForceCommand.Route, Force(account, ForceCommand.CreditCode)),
            };
        }
        catch (ToolException)
        {
            // No answer counts as a failure.
        }
        var took = Stopwatch.GetElapsedTime(began) - due;
        if (kind is "force" && answer is { IsSuccess: true } && mix.Any(item => item.Kind is "cancel")
            && answer.Json?.Whole("authorization_id") is { } id)
            _cancelable.Enqueue(id);
        _sent.Add(new SentRequest(kind, took, (int?)answer?.Status, answer is { IsSuccess: false } ? answer.Json?.Text("code") : null));
    }

    private Task<ServiceAnswer> PostAsync(string route, JsonObject body, long? account = null)
    {
        body["tracking_id"] = Guid.CreateVersion7().ToString();
        return service.SendAsync(HttpMethod.Post, route, body.ToJsonString(), account);
    }

    private string Chosen()
    {
        var point = Random.Shared.Next(_weights);
        foreach (var (kind, weight) in mix)
        {
            if ((point -= weight) < 0)
                return kind;
        }
        return mix[0].Kind;
    }

    private static JsonObject Force(long account, string code) => new()
    {
        ["account_id"] = account, ["amount"] = 10, ["processing_code"] = code,
    };

    private static JsonObject Transfer(long from, long to) => new()
    {
        ["from"] = new JsonArray(new JsonObject { ["account"] = new JsonObject { ["id"] = from } }),
        ["to"] = new JsonArray(new JsonObject { ["account"] = new JsonObject { ["id"] = to }, ["amount"] = 1 }),
    };
}

/// <param name="Took">The time from the moment at which the request was due until its answer.</param>
/// <param name="Status">The status; null without an answer.</param>
internal sealed record SentRequest(string Kind, TimeSpan Took, int? Status, string? Code);

/// <summary>Sums up the requests of one kind.</summary>
internal sealed class KindResult(string kind, IReadOnlyList<SentRequest> sent)
{
    private readonly double[] _sorted = [.. sent.Select(item => item.Took.TotalMilliseconds).Order()];

    internal string Kind => kind;

    internal int Sent => sent.Count;

    /// <summary>The answers 4xx: the service did its work, and said no.</summary>
    internal int Refused { get; } = sent.Count(item => item.Status is >= 400 and < 500);

    /// <summary>The answers 5xx, and requests without an answer.</summary>
    internal int Failed { get; } = sent.Count(item => item.Status is null or >= 500);

    /// <summary>The codes of the answers that are no success, and how often each came.</summary>
    internal IReadOnlyDictionary<string, int> Codes { get; } = sent.Where(item => item.Status is null or >= 400)
        .GroupBy(item => item.Code ?? item.Status?.ToString() ?? "no answer", StringComparer.Ordinal)
        .ToDictionary(code => code.Key, code => code.Count(), StringComparer.Ordinal);

    /// <summary>Returns a quantile of the latencies, in milliseconds.</summary>
    internal double Quantile(double part) =>
        _sorted.Length == 0 ? 0 : _sorted[Math.Clamp((int)Math.Ceiling(part * _sorted.Length) - 1, 0, _sorted.Length - 1)];

    internal static KindResult Sum(string name, IReadOnlyList<KindResult> kinds) => new(name, [.. kinds.SelectMany(item => item.Requests)]);

    private IReadOnlyList<SentRequest> Requests => sent;
}
