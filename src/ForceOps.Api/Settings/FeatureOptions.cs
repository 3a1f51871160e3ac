using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ForceOps.Api.Settings;

/// <summary>Section <c>ForceOps:Events</c>.</summary>
public sealed class EventsOptions
{
    /// <summary>How often streams and webhooks look for new events, all of them together; nobody looks when nobody listens. A look costs a fifth of a millisecond.</summary>
    [Range(typeof(TimeSpan), "00:00:00.005", "00:00:10")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long a list of events waits for postings that are in flight, so that it shows what was answered before; a batch takes milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:30")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A comment on a silent stream, so that neither end nor a proxy takes it for dead: proxies give up after 30 seconds and more.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Operations that one request with a filter looks at before it answers a short page with a cursor: some tens of milliseconds.</summary>
    [Range(1, 1_000_000)]
    public int ScanMax { get; set; } = 20_000;
}

/// <summary>Section <c>ForceOps:Faults</c>.</summary>
public sealed class FaultsOptions
{
    /// <summary>Rules of one org: every request of the org looks at all of them, and nobody keeps more than a hundred apart.</summary>
    [Range(1, 10_000)]
    public int RulesMax { get; set; } = 100;

    /// <summary>Body of a fault's answer: the largest error page of a gateway that anybody wants to play, twice over.</summary>
    [Range(1, 1024 * 1024)]
    public int AnswerBytesMax { get; set; } = 16 * 1024;

    /// <summary>Longest latency: twice the 30 seconds after which most clients have given up.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan LatencyMax { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Longest delay of an accepted operation: whoever waits for more than a day moves the org's clock instead.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "30.00:00:00")]
    public TimeSpan DelayMax { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// How long an event is held back for the next one of its account to overtake it. There may never be a next one, and every event is
    /// delivered at least once: so it comes after this time, long enough for a test to post again.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan ReorderWait { get; set; } = TimeSpan.FromSeconds(5);
}

/// <summary>Section <c>ForceOps:Journal</c>.</summary>
public sealed class JournalOptions
{
    /// <summary>
    /// Requests of one org that are kept; 0 turns the journal off. A thousand are more than anybody reads and all of a test run's last
    /// minutes; at some 700 bytes each they are 0.7 MB.
    /// </summary>
    [Range(0, 100_000)]
    public int Entries { get; set; } = 1000;

    /// <summary>
    /// Requests that are kept over all orgs; beyond it the orgs that were silent longest lose theirs. Twenty thousand are some 14 MB of the
    /// 200 MB that the service may take: a journal without a bound has filled the memory of other emulators until they died.
    /// </summary>
    [Range(1, 1_000_000)]
    public int EntriesOfAllOrgs { get; set; } = 20_000;
}

/// <summary>Section <c>ForceOps:Sandbox</c>.</summary>
public sealed class SandboxOptions
{
    /// <summary>
    /// What <c>x-sandbox-key</c> must say on every sandbox route; null: nothing in open mode, and in strict mode the routes are closed.
    /// Sixteen characters at least, since nothing slows a caller down who guesses.
    /// </summary>
    [StringLength(256, MinimumLength = 16)]
    public string? Key { get; set; }
}

/// <summary>Section <c>ForceOps:Snapshots</c>: snapshots, and the removal of books that resets and restores left behind.</summary>
public sealed class SnapshotsOptions
{
    /// <summary>Snapshots of one org; one more is 409. Each is a whole copy of the org's rows, and a test suite needs a handful of situations.</summary>
    [Range(1, 1000)]
    public int Max { get; set; } = 20;

    /// <summary>How often abandoned books are looked for: they only take room on the disk, and a look is one short query.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "1.00:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a book stays after it was abandoned. Longer than the moment between that stamp and its commit, and than a list that is
    /// being read in several statements; transactions that began before are waited for in any case.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SweepAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Rows removed in one transaction: some tens of milliseconds of work, so that no posting waits behind it for long.</summary>
    [Range(1, 100_000)]
    public int SweepChunk { get; set; } = 1000;
}

/// <summary>Section <c>ForceOps:Webhooks</c>.</summary>
public sealed class WebhooksOptions
{
    /// <summary>For a receiver's answer. Longer than a healthy one takes, short enough to try again while somebody looks.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Tries of one event before it is dead. Ten with the delays below are some two minutes: longer than a receiver takes to restart.</summary>
    [Range(1, 100)]
    public int TriesMax { get; set; } = 10;

    /// <summary>Before the second try; doubled, with jitter, before each further one.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest delay between two tries.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan RetryDelayMax { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Requests at the same time to one receiver, each about another account. More only move the queue to the receiver.</summary>
    [Range(1, 256)]
    public int Concurrency { get; set; } = 8;

    /// <summary>Events in hand for one webhook. Accounts whose receiver fails hold their part of it, so it is far more than the concurrency; 500 are half a megabyte.</summary>
    [Range(1, 100_000)]
    public int Window { get; set; } = 500;

    /// <summary>Tries kept for looking at, for one webhook; dead ones stay as long as the webhook.</summary>
    [Range(10, 10_000_000)]
    public int TriesKept { get; set; } = 20_000;

    /// <summary>How soon a new or changed webhook, or one whose process died, is taken up.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan PickUpInterval { get; set; } = TimeSpan.FromMilliseconds(500);
}

/// <summary>Section <c>ForceOps:Telemetry</c>. What the OTEL_ variables set is set by them.</summary>
public sealed class TelemetryOptions
{
    internal const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    internal const string ProtocolVariable = "OTEL_EXPORTER_OTLP_PROTOCOL";

    /// <summary>Where metrics and traces go, an OTLP collector; null: nowhere, and nothing is measured.</summary>
    public string? Endpoint { get; set; }

    /// <summary>As OpenTelemetry names them; null: OTEL_EXPORTER_OTLP_PROTOCOL, or the library's choice, which is grpc.</summary>
    [AllowedValues(null, "grpc", "http/protobuf", ErrorMessage = "Protocol must be grpc or http/protobuf.")]
    public string? Protocol { get; set; }

    internal Uri? EndpointUrl => Uri.TryCreate(Endpoint, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https") ? url : null;
}

/// <summary>An entry of <c>ForceOps:Keys</c>: who may ask for tokens.</summary>
public sealed class ApiKeyOptions
{
    internal const string TenantForm = "^TN-[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$";

    [Required]
    public string ServerKey { get; set; } = "";

    [Required]
    public string ServerSecret { get; set; } = "";

    /// <summary>The org, TN- and a UUID.</summary>
    [Required]
    [RegularExpression(TenantForm, MatchTimeoutInMilliseconds = 1000)]
    public string Tenant { get; set; } = "";
}
