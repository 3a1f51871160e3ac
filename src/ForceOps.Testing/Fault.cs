using System.Text.Json.Nodes;
using System.Globalization;

namespace ForceOps.Testing;

/// <summary>
/// Says what is to go wrong and for which requests. It begins with what happens, such as <see cref="LoseAnswer"/>, and is narrowed by the
/// other methods; all that are given must hold. <c>docs/faults.md</c> describes each of them.
/// </summary>
/// <example><code>Fault.LoseAnswer().OnRoute("/payments/v1/payments/force").OnAccount(1234).AtMost(1)</code></example>
public sealed class Fault
{
    private readonly JsonObject _rule;

    private Fault(JsonObject rule) => _rule = rule;

    /// <summary>Does everything and ends the connection without an answer: the retry must find what was posted.</summary>
    public static Fault LoseAnswer() => Of(new JsonObject { ["drop"] = "after_commit" });

    /// <summary>Does nothing and ends the connection without an answer.</summary>
    public static Fault LoseRequest() => Of(new JsonObject { ["drop"] = "before_commit" });

    /// <summary>Does nothing, and ends all connections of the org, as when a router restarts.</summary>
    public static Fault EndConnections() => Of(new JsonObject { ["drop"] = "all_connections" });

    /// <summary>Does everything and ends the connection in the middle of the answer's body.</summary>
    public static Fault CutAnswer() => Of(new JsonObject { ["answer"] = "cut" });

    /// <summary>Does everything and answers with the page of a gateway: 502 in HTML.</summary>
    public static Fault AnswerAsGateway() => Of(new JsonObject { ["answer"] = "gateway_page" });

    /// <summary>Does everything and says that the answer is HTML.</summary>
    public static Fault MislabelAnswer() => Of(new JsonObject { ["answer"] = "wrong_type" });

    /// <summary>Answers at once, and does nothing.</summary>
    /// <param name="status">The status, 200 to 599.</param>
    /// <param name="retryAfter">What the header <c>Retry-After</c> says, in whole seconds; null leaves it out.</param>
    /// <param name="body">The body; null for what the emulated API says with that status.</param>
    public static Fault Answer(int status, TimeSpan? retryAfter = null, string? body = null)
    {
        var effect = new JsonObject { ["status"] = status };
        if (retryAfter is { } wait)
            effect["headers"] = new JsonObject { ["Retry-After"] = ((long)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture) };
        if (body is not null)
            effect["body"] = body;
        return Of(effect);
    }

    /// <summary>Waits before anything else.</summary>
    public static Fault Slow(TimeSpan latency) => Of(new JsonObject { ["latency"] = Milliseconds(latency) });

    /// <summary>Answers 202 and posts so much later; Pismo's routes only.</summary>
    public static Fault AcceptNowPostLater(TimeSpan delay) => Of(new JsonObject { ["delay"] = Milliseconds(delay) });

    /// <summary>Delivers each event to webhooks twice.</summary>
    public static Fault RepeatWebhooks() => Of(new JsonObject { ["webhooks"] = "duplicate" });

    /// <summary>Delivers an event to webhooks behind the next one of its account.</summary>
    public static Fault ReorderWebhooks() => Of(new JsonObject { ["webhooks"] = "reorder" });

    /// <summary>Sends each event to webhooks with a wrong signature first: a receiver must refuse it.</summary>
    public static Fault TamperWebhooks() => Of(new JsonObject { ["webhooks"] = "tampered" });

    /// <summary>Sends each event to webhooks with a right signature that is an hour old first: a receiver must refuse it.</summary>
    public static Fault StaleWebhooks() => Of(new JsonObject { ["webhooks"] = "stale" });

    /// <summary>
    /// Sends a signed event of a type that no document names before each event: a receiver must accept it and do nothing.
    /// </summary>
    public static Fault UnknownWebhooks() => Of(new JsonObject { ["webhooks"] = "unknown_type" });

    /// <summary>Strikes requests of a route only.</summary>
    /// <param name="route">A route as its OpenAPI document writes it, or the beginning of a path and <c>*</c>.</param>
    public Fault OnRoute(string route) => Where("route", route);

    /// <summary>Strikes requests about an account only, also as either end of a transfer.</summary>
    public Fault OnAccount(long account) => Where("account", account);

    /// <summary>Strikes requests only whose tracking id begins so.</summary>
    public Fault OnTrackingIds(string beginning) => Where("tracking_id_prefix", beginning);

    /// <summary>Strikes the n-th request only, counted among those for which all the rest holds.</summary>
    public Fault OnlyThe(long nth) => Where("nth", nth);

    /// <summary>Strikes every n-th request, counted among those for which all the rest holds.</summary>
    public Fault Every(long nth) => Where("every", nth);

    /// <summary>Strikes at most so many times.</summary>
    public Fault AtMost(long times) => Where("times", times);

    /// <summary>Strikes some of the requests, in every run the same ones.</summary>
    /// <param name="probability">Above 0, at most 1.</param>
    /// <param name="seed">Another seed strikes other requests.</param>
    public Fault WithProbability(decimal probability, long seed = 0) => Where("probability", probability).Where("seed", seed);

    /// <summary>Returns the rule as <c>PUT /sandbox/faults/{name}</c> takes it.</summary>
    public override string ToString() => _rule.ToJsonString();

    internal JsonObject ToRule() => (JsonObject)_rule.DeepClone();

    private static Fault Of(JsonObject effect) => new(new JsonObject { ["effect"] = effect });

    private static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalMilliseconds}ms");

    private Fault Where<T>(string member, T value)
    {
        var rule = ToRule();
        var match = rule["match"]?.AsObject() ?? [];
        match[member] = JsonValue.Create(value);
        rule["match"] ??= match;
        return new Fault(rule);
    }
}

/// <summary>Is a fault that was set. Its disposal removes it.</summary>
public sealed class ActiveFault : IAsyncDisposable
{
    private readonly SandboxClient _client;

    internal ActiveFault(SandboxClient client, string name) => (_client, Name) = (client, name);

    /// <summary>Gets the name, which the header <c>x-forceops-fault</c> of a struck answer has too.</summary>
    public string Name { get; }

    /// <summary>
    /// Returns how many requests it has struck. A test that expects it to be more than 0 cannot pass because the fault missed its target.
    /// </summary>
    public async Task<long> CountStruckAsync(CancellationToken cancellationToken = default) =>
        (await _client.SendAsync(HttpMethod.Get, $"faults/{Name}", null, cancellationToken).ConfigureAwait(false))
        .GetProperty("struck").GetInt64();

    /// <summary>Removes the fault; one that was removed already stays so.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _client.SendAsync(HttpMethod.Delete, $"faults/{Name}", null, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ForceOpsException)
        {
            // ClearFaultsAsync or a reset was faster.
        }
    }
}
