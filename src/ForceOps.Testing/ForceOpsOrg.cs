using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;

namespace ForceOps.Testing;

/// <summary>Says how much a mistake of a client costs.</summary>
public enum FindingSeverity
{
    /// <summary>Nothing but time.</summary>
    Low,

    /// <summary>Outages last longer, or books stay behind.</summary>
    Medium,

    /// <summary>Money is moved twice, or never.</summary>
    High,
}

/// <summary>
/// Is an org of its own for one test: its accounts, clock, faults, events and webhooks are seen by no other. It is thread-safe; its
/// disposal ends its <see cref="HttpClient"/> and leaves what is posted.
/// </summary>
public sealed class ForceOpsOrg : IDisposable
{
    private static readonly string[] FindingParts = ["severity", "rule", "title", "why", "fix", "docs"];

    private readonly SandboxClient _client;
    private readonly EventWait _events;
    private int _faults;

    internal ForceOpsOrg(SandboxClient client) => (_client, _events) = (client, new EventWait(client));

    /// <summary>Gets the name of the org, for the header <c>x-tenant</c> of the program under test.</summary>
    public string Tenant => _client.Tenant;

    /// <summary>Gets a client of the emulated routes, with the service's address and the header <c>x-tenant</c>.</summary>
    public HttpClient Http => _client.Http;

    /// <summary>
    /// Opens an account, or sets the credit limit of one that is open. A force opens the account that it names by itself.
    /// </summary>
    public async Task OpenAccountAsync(
        long account, decimal creditLimit = 0, string? currency = null, CancellationToken cancellationToken = default)
    {
        var body = new JsonObject { ["credit_limit"] = creditLimit };
        if (currency is not null)
            body["currency"] = currency;
        await SandboxAsync(HttpMethod.Put, $"accounts/{Text(account)}", body, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Returns the balance of an account.</summary>
    public async Task<decimal> GetBalanceAsync(long account, CancellationToken cancellationToken = default) =>
        (await SandboxAsync(HttpMethod.Get, $"accounts/{Text(account)}", null, cancellationToken).ConfigureAwait(false))
        .GetProperty("balance").GetDecimal();

    /// <summary>
    /// Makes something go wrong from now on. Faults are tried in the order in which they were set; the first that strikes counts.
    /// </summary>
    public async Task<ActiveFault> SetFaultAsync(Fault fault, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var name = string.Create(CultureInfo.InvariantCulture, $"fault-{Interlocked.Increment(ref _faults):0000}");
        await SandboxAsync(HttpMethod.Put, $"faults/{name}", fault.ToRule(), cancellationToken).ConfigureAwait(false);
        return new ActiveFault(_client, name);
    }

    /// <summary>Removes all faults of the org.</summary>
    public async Task ClearFaultsAsync(CancellationToken cancellationToken = default)
    {
        var rules = await SandboxAsync(HttpMethod.Get, "faults?limit=1000", null, cancellationToken).ConfigureAwait(false);
        foreach (var rule in rules.GetProperty("items").EnumerateArray())
            await SandboxAsync(HttpMethod.Delete, $"faults/{rule.GetProperty("name").GetString()}", null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Returns the org's time.</summary>
    public async Task<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken = default) =>
        TimeOf(await SandboxAsync(HttpMethod.Get, "clock", null, cancellationToken).ConfigureAwait(false));

    /// <summary>Stops the org's clock.</summary>
    /// <param name="time">The time at which it stands; null for the org's time now.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<DateTimeOffset> FreezeClockAsync(DateTimeOffset? time = null, CancellationToken cancellationToken = default)
    {
        var at = time ?? await GetTimeAsync(cancellationToken).ConfigureAwait(false);
        var body = new JsonObject { ["mode"] = "frozen", ["now"] = at.UtcDateTime };
        return TimeOf(await SandboxAsync(HttpMethod.Put, "clock", body, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Moves the org's clock forwards, a frozen one too, and returns its time.</summary>
    public async Task<DateTimeOffset> AdvanceClockAsync(TimeSpan by, CancellationToken cancellationToken = default) => TimeOf(
        await SandboxAsync(HttpMethod.Post, "clock/advance", new JsonObject { ["by"] = XmlConvert.ToString(by) }, cancellationToken)
            .ConfigureAwait(false));

    /// <summary>Sets the org's clock back to the real time.</summary>
    public Task ResetClockAsync(CancellationToken cancellationToken = default) =>
        SandboxAsync(HttpMethod.Put, "clock", new JsonObject { ["mode"] = "real" }, cancellationToken);

    /// <summary>Keeps the org's books as they are now.</summary>
    /// <param name="name">The name under which <see cref="RestoreAsync"/> finds them; an earlier snapshot of the name is replaced.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task SnapshotAsync(string name = "snapshot", CancellationToken cancellationToken = default) =>
        SandboxAsync(HttpMethod.Put, $"snapshots/{Uri.EscapeDataString(name)}", null, cancellationToken);

    /// <summary>Brings the books back as they were when the snapshot was taken. The snapshot stays.</summary>
    public Task RestoreAsync(string name = "snapshot", CancellationToken cancellationToken = default) =>
        SandboxAsync(HttpMethod.Post, $"snapshots/{Uri.EscapeDataString(name)}/restore", null, cancellationToken);

    /// <summary>Makes the org as it was when it was fresh.</summary>
    public Task ResetAsync(CancellationToken cancellationToken = default) =>
        SandboxAsync(HttpMethod.Post, "reset", null, cancellationToken);

    /// <summary>
    /// Sends the org's events to a receiver from now on, signed, and returns the secret that its signatures are checked with.
    /// </summary>
    /// <param name="receiver">The address of the receiver.</param>
    /// <param name="secret">The secret, <c>whsec_</c> and 24 to 64 bytes in Base64; null to have one made.</param>
    /// <param name="types">The types of the events; none for those of the domains authorization and availables.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<string> AddWebhookAsync(
        Uri receiver, string? secret = null, IEnumerable<string>? types = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        var body = new JsonObject { ["url"] = receiver.ToString() };
        if (secret is not null)
            body["secret"] = secret;
        if (types is not null)
            body["types"] = new JsonArray([.. types.Select(type => JsonValue.Create(type))]);
        var made = await SandboxAsync(HttpMethod.Put, $"webhooks/test-{Guid.NewGuid():N}", body, cancellationToken).ConfigureAwait(false);
        return made.GetProperty("secret").GetString()!;
    }

    /// <summary>Waits until so many events happened in the org, and returns all that happened, the oldest first.</summary>
    /// <param name="count">How many of the wanted events are waited for.</param>
    /// <param name="type">The type, such as <c>authorization-event</c>; null for any.</param>
    /// <param name="account">The account; null for any.</param>
    /// <param name="timeout">How long to wait; null for 30 seconds.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ForceOpsException">They did not happen in time; the message lists those that did.</exception>
    public Task<IReadOnlyList<ForceOpsEvent>> WaitForEventsAsync(
        int count, string? type = null, long? account = null, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        _events.WaitAsync(count, type, account, timeout, cancellationToken);

    /// <summary>Proves the org's books from the stored rows: no cent was lost, nothing was posted twice under one tracking id.</summary>
    /// <exception cref="ForceOpsException">The books are wrong; the message lists each problem.</exception>
    public async Task AssertBooksAsync(CancellationToken cancellationToken = default)
    {
        var check = await SandboxAsync(HttpMethod.Get, "check", null, cancellationToken).ConfigureAwait(false);
        if (check.GetProperty("ok").GetBoolean())
            return;
        var problems = check.GetProperty("problems").EnumerateArray()
            .Select(one => $"{one.GetProperty("invariant").GetString()}, {one.GetProperty("id")}: {one.GetProperty("message").GetString()}");
        throw new ForceOpsException($"The books of {Tenant} are wrong:{Environment.NewLine}{string.Join(Environment.NewLine, problems)}");
    }

    /// <summary>
    /// Proves that the program under test made no mistake that costs money in production, as far as ForceOps has seen it: no second
    /// posting after a lost answer, no forged webhook accepted. <c>docs/findings.md</c> lists the rules.
    /// </summary>
    /// <remarks>
    /// That an operation or a cancellation was given up (<c>lost-operation</c>, <c>cancel-lost</c>) shows only when it did not come again
    /// within <c>ForceOps:Findings:Window</c>, one minute by default. A test of that sets a short one in
    /// <see cref="ForceOpsServerOptions.Settings"/>, such as <c>00:00:02</c>, and waits for as long before it asks.
    /// </remarks>
    /// <param name="from">The least severity that counts.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="ForceOpsException">It made one; the message says what it did, what that costs, and what repairs it.</exception>
    public async Task AssertNoFindingsAsync(FindingSeverity from = FindingSeverity.High, CancellationToken cancellationToken = default)
    {
        var found = await SandboxAsync(HttpMethod.Get, "findings", null, cancellationToken).ConfigureAwait(false);
        var findings = found.GetProperty("items").EnumerateArray()
            .Where(one => Enum.Parse<FindingSeverity>(one.GetProperty("severity").GetString()!, ignoreCase: true) >= from)
            .Select(one => string.Join(' ', FindingParts.Select(name => one.GetProperty(name).GetString())))
            .ToList();
        if (findings.Count > 0)
            throw new ForceOpsException(
                $"ForceOps found mistakes of the client of {Tenant}:{Environment.NewLine}{string.Join(Environment.NewLine, findings)}");
    }

    /// <summary>Sends a request to any sandbox route of the org, with the sandbox's key, and returns the answer's JSON.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path below <c>/sandbox</c>, such as <c>accounts/1234</c>.</param>
    /// <param name="body">What is sent as JSON; null for no body.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="ForceOpsException">The answer was no success; the message has its words.</exception>
    public Task<JsonElement> SandboxAsync(
        HttpMethod method, string path, object? body = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(path);
        return _client.SendAsync(method, path, body, cancellationToken);
    }

    /// <summary>Ends the org's clients. What was posted stays until the service stops.</summary>
    public void Dispose() => _client.Dispose();

    private static DateTimeOffset TimeOf(JsonElement clock) => clock.GetProperty("now").GetDateTimeOffset();

    private static string Text(long account) => account.ToString(CultureInfo.InvariantCulture);
}
