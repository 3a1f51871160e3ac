using System.ComponentModel.DataAnnotations;

namespace ForceOps.Api.Settings;

/// <summary>Holds the section <c>ForceOps:Events</c>.</summary>
public sealed class EventsOptions
{
    /// <summary>
    /// The interval at which streams and webhooks look for new events, all of them together. Nobody looks when nobody listens. A
    /// look costs a fifth of a millisecond.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.005", "00:00:10")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// The longest time that a list of events waits for postings in flight, so that it shows what was answered before. A batch
    /// takes milliseconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:30")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The time between comments on a silent stream, so that neither end nor a proxy takes the stream for dead: proxies give up
    /// after 30 seconds and more.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The number of operations that one request with a filter looks at; then the request answers a short page with a cursor.
    /// That takes some tens of milliseconds.
    /// </summary>
    [Range(1, 1_000_000)]
    public int ScanMax { get; set; } = 20_000;
}

/// <summary>Holds the section <c>ForceOps:Faults</c>.</summary>
public sealed class FaultsOptions
{
    /// <summary>
    /// The largest number of fault rules of one org. Every request of the org looks at all of them, and nobody can tell more than
    /// a hundred apart.
    /// </summary>
    [Range(1, 10_000)]
    public int RulesMax { get; set; } = 100;

    /// <summary>
    /// The longest body of a fault's answer, in bytes. The default is twice the largest error page of a gateway that anybody
    /// wants to imitate.
    /// </summary>
    [Range(1, 1024 * 1024)]
    public int AnswerBytesMax { get; set; } = 16 * 1024;

    /// <summary>The longest latency. The default is twice the 30 seconds after which most clients have given up.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan LatencyMax { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest delay of an accepted operation. A test that needs more than a day moves the org's clock instead.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "30.00:00:00")]
    public TimeSpan DelayMax { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// The time for which an event is held back so that the next event of its account overtakes it. There may never be a next
    /// event, and every event is delivered at least once; so the event is delivered after this time, which is long enough for a
    /// test to post again.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan ReorderWait { get; set; } = TimeSpan.FromSeconds(5);
}

/// <summary>Holds the section <c>ForceOps:Findings</c>.</summary>
public sealed class FindingsOptions
{
    /// <summary>
    /// True to look at what clients do wrong. It costs a posting less than a hundredth of its time; when it is off, it costs nothing. It
    /// needs the journal.
    /// </summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// The time that a client has to come back after a failure, and within which two requests of the same money may be one. A minute is
    /// longer than the pauses of most clients, and shorter than a person takes to do the same again. A test run that asks at its end for
    /// what was lost sets it to a few seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The number of orgs whose findings are kept; beyond it, those that were looked at longest ago lose theirs. An org with a few findings
    /// takes some ten kilobytes, and one whose client does everything wrong a hundred.
    /// </summary>
    [Range(1, 100_000)]
    public int OrgsMax { get; set; } = 1000;

    /// <summary>
    /// The number of remarkable deliveries of webhooks that are kept for one org: repeated, dead, or wrong on purpose. Two hundred are some
    /// 40 kilobytes, and more than happen within the window.
    /// </summary>
    [Range(1, 10_000)]
    public int DeliveriesMax { get; set; } = 200;
}

/// <summary>Holds the section <c>ForceOps:Journal</c>.</summary>
public sealed class JournalOptions
{
    /// <summary>
    /// The number of requests that are kept for one org; 0 turns the journal off. A thousand are more than anybody reads and
    /// cover the last minutes of a test run; at about 700 bytes each they take 0.7 MB.
    /// </summary>
    [Range(0, 100_000)]
    public int Entries { get; set; } = 1000;

    /// <summary>
    /// The number of requests that are kept for all orgs together; beyond it, the orgs that were silent longest lose theirs.
    /// Twenty thousand take about 14 MB of the 200 MB that the service may use. In other emulators, a journal without a limit has
    /// filled the memory until they died.
    /// </summary>
    [Range(1, 1_000_000)]
    public int EntriesOfAllOrgs { get; set; } = 20_000;
}

/// <summary>Holds the section <c>ForceOps:Sandbox</c>.</summary>
public sealed class SandboxOptions
{
    /// <summary>
    /// The key that <c>x-sandbox-key</c> must contain on every sandbox route. If it is null, the routes need no key in open mode
    /// and are closed in strict mode. It has sixteen characters or more, since nothing slows down a caller who guesses.
    /// </summary>
    [StringLength(256, MinimumLength = 16)]
    [RegularExpression(ApiKeyOptions.HeaderForm, ErrorMessage = ApiKeyOptions.HeaderProblem, MatchTimeoutInMilliseconds = 1000)]
    public string? Key { get; set; }
}

/// <summary>
/// Holds the section <c>ForceOps:Snapshots</c>: snapshots, and the removal of books that resets and restores abandoned.
/// </summary>
public sealed class SnapshotsOptions
{
    /// <summary>
    /// The largest number of snapshots of one org; one more is answered 409. Each is a whole copy of the org's rows, and a test
    /// suite needs only a handful of situations.
    /// </summary>
    [Range(1, 1000)]
    public int Max { get; set; } = 20;

    /// <summary>
    /// The interval between searches for abandoned books. They only take room on the disk, and a search is one short query.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "1.00:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The time that a book stays after it was abandoned. It is longer than the time between that stamp and its commit, and
    /// longer than a list takes that is read in several statements. The sweeper waits in any case for transactions that began
    /// before.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SweepAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The number of rows that one transaction removes. That is some tens of milliseconds of work, so that no posting waits
    /// behind it for long.
    /// </summary>
    [Range(1, 100_000)]
    public int SweepChunk { get; set; } = 1000;
}

/// <summary>Names the addresses to which webhooks may be sent.</summary>
public enum WebhookReceivers
{
    /// <summary>Public addresses, private networks and the loopback, where a developer's receivers are.</summary>
    Any,

    /// <summary>Public addresses only.</summary>
    Public,

    /// <summary>Public addresses only, and https only.</summary>
    PublicHttps,
}

/// <summary>Holds the section <c>ForceOps:Webhooks</c>.</summary>
public sealed class WebhooksOptions
{
    /// <summary>
    /// The addresses to which webhooks may be sent; null: any in open mode, public ones by https in strict mode. The service itself
    /// and link-local, metadata, multicast and unspecified addresses are refused in any case.
    /// </summary>
    [EnumDataType(typeof(WebhookReceivers))]
    public WebhookReceivers? Receivers { get; set; }

    /// <summary>
    /// The time for a receiver's answer. It is longer than a healthy receiver takes, and short enough to try again while somebody
    /// looks.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The number of tries of one event before the event is dead. Ten, with the delays below, take about two minutes, which is
    /// longer than a receiver takes to restart.
    /// </summary>
    [Range(1, 100)]
    public int TriesMax { get; set; } = 10;

    /// <summary>The delay before the second try. It doubles, with jitter, before each further try.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest delay between two tries.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan RetryDelayMax { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The longest time for which a receiver's <c>Retry-After</c> holds its webhook back. A receiver that asks for more is asked
    /// again then; ten minutes are longer than a deployment takes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan RetryAfterMax { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The time after a change of a secret for which requests carry the signature of the previous secret too. A day is enough to
    /// bring the new secret to every receiver. 0: the new secret alone signs.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan SecretOverlap { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// The number of requests at the same time to one receiver, each about another account. More requests only move the queue to
    /// the receiver.
    /// </summary>
    [Range(1, 256)]
    public int Concurrency { get; set; } = 8;

    /// <summary>
    /// The number of events in hand for one webhook. Accounts whose receiver fails hold their part of it, so it is far more than
    /// the concurrency. 500 events take half a megabyte.
    /// </summary>
    [Range(1, 100_000)]
    public int Window { get; set; } = 500;

    /// <summary>
    /// The number of tries that are kept for one webhook, to be looked at. The tries of dead events stay as long as the webhook.
    /// </summary>
    [Range(10, 10_000_000)]
    public int TriesKept { get; set; } = 20_000;

    /// <summary>The time after which a process takes up a new or changed webhook, or a webhook whose process died.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan PickUpInterval { get; set; } = TimeSpan.FromMilliseconds(500);
}

/// <summary>Holds the section <c>ForceOps:Telemetry</c>. Standard <c>OTEL_</c> variables set everything else.</summary>
public sealed class TelemetryOptions
{
    internal const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    internal const string ProtocolVariable = "OTEL_EXPORTER_OTLP_PROTOCOL";

    /// <summary>The URL of an OTLP collector that receives metrics and traces; null: nothing is sent or measured.</summary>
    public string? Endpoint { get; set; }

    /// <summary>
    /// The protocol, as OpenTelemetry names it; null: the value of OTEL_EXPORTER_OTLP_PROTOCOL, or else the library's default,
    /// which is grpc.
    /// </summary>
    [AllowedValues(null, "grpc", "http/protobuf", ErrorMessage = "Protocol must be grpc or http/protobuf.")]
    public string? Protocol { get; set; }

    internal Uri? EndpointUrl => Uri.TryCreate(Endpoint, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https") ? url : null;
}

/// <summary>Holds an entry of <c>ForceOps:Keys</c>: a key that may request tokens.</summary>
public sealed class ApiKeyOptions
{
    internal const string TenantForm = "^TN-[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$";

    /// <summary>
    /// The form of a text that is compared with a header as it comes. A header has bytes and no letters: any letter beyond ASCII would
    /// be a letter that no request can send, and a space at either end is no part of a header's value.
    /// </summary>
    internal const string HeaderForm = "^[!-~]([ -~]*[!-~])?$";

    internal const string HeaderProblem =
        "{0} must be visible ASCII, with spaces inside at most: it is compared with a header, and no other letter ever matches.";

    [Required]
    public string ServerKey { get; set; } = "";

    [Required]
    public string ServerSecret { get; set; } = "";

    /// <summary>The org, TN- and a UUID.</summary>
    [Required]
    [RegularExpression(TenantForm, MatchTimeoutInMilliseconds = 1000)]
    public string Tenant { get; set; } = "";
}
