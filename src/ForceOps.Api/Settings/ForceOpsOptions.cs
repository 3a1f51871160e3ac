using System.ComponentModel.DataAnnotations;
using ForceOps.Postgres.Writing;

namespace ForceOps.Api.Settings;

/// <summary>
/// Holds the section <c>ForceOps</c>. The file docs/configuration.md lists every setting. A wrong value stops the start, not the
/// first payment.
/// </summary>
public sealed class ForceOpsOptions
{
    [EnumDataType(typeof(ForceOpsMode))]
    public ForceOpsMode Mode { get; set; } = ForceOpsMode.Open;

    /// <summary>
    /// The origins of web pages that may call the service, such as <c>http://localhost:3000</c>. There is none by default: a page that
    /// somebody merely visits must not change the books.
    /// </summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>The folder of the embedded PostgreSQL; null: the user's data folder.</summary>
    public string? Data { get; set; }

    /// <summary>
    /// The longest body of a request, in bytes. 64 KiB is eight times the largest metadata, the only part of a request that can
    /// be long.
    /// </summary>
    [Range(1024, 16 * 1024 * 1024)]
    public int BodyBytesMax { get; set; } = 64 * 1024;

    public LedgerOptions Ledger { get; } = new();

    public DelayedOptions Delayed { get; } = new();

    public AccountsOptions Accounts { get; } = new();

    public EventsOptions Events { get; } = new();

    public WebhooksOptions Webhooks { get; } = new();

    public SnapshotsOptions Snapshots { get; } = new();

    public TelemetryOptions Telemetry { get; } = new();

    public FaultsOptions Faults { get; } = new();

    public JournalOptions Journal { get; } = new();

    public FindingsOptions Findings { get; } = new();

    public SandboxOptions Sandbox { get; } = new();

    /// <summary>The keys of callers who may ask for tokens; the seed file may add more.</summary>
    public IList<ApiKeyOptions> Keys { get; } = [];

    /// <summary>The path of a seed file that is applied at each start; <c>--seed</c> is a short form of this setting.</summary>
    public string? Seed { get; set; }

    public WriterOptions ToWriterOptions() => new()
    {
        BatchLimit = Ledger.BatchLimit,
        QueueLimit = Ledger.QueueLimit,
        Writers = Ledger.Writers,
        BulkRequestsMax = Ledger.BulkRequestsMax,
        KnownAccountsMax = Ledger.KnownAccountsMax,
        IsDistributed = Ledger.Distributed,
        LockTimeout = Ledger.LockTimeout,
        AnswerTimeout = Ledger.AnswerTimeout,
        DelayedAfter = Delayed.After,
        OpenOnFirstUse = Accounts.OpenOnFirstUse ?? Mode == ForceOpsMode.Open,
    };

    /// <summary>Holds the section <c>ForceOps:Ledger</c>. <see cref="WriterOptions"/> gives the reason for each number.</summary>
    public sealed class LedgerOptions
    {
        [Range(1, 500)]
        public int BatchLimit { get; set; } = 256;

        [Range(1, 1_000_000)]
        public int QueueLimit { get; set; } = 20_000;

        [Range(1, 8)]
        public int Writers { get; set; } = 2;

        [Range(0, 64)]
        public int BulkRequestsMax { get; set; } = 4;

        [Range(0, 10_000_000)]
        public int KnownAccountsMax { get; set; } = 150_000;

        /// <summary>True when the tables of the books are distributed over the servers of a Citus cluster.</summary>
        public bool Distributed { get; set; }

        [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
        public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(2);

        /// <summary>
        /// The time for which the start waits for a PostgreSQL that does not answer. The server of the next container, or a server
        /// that recovers from a crash, is up by then; a longer wait only hides a wrong host. 0: the start does not wait.
        /// </summary>
        [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
        public TimeSpan StartWait { get; set; } = TimeSpan.FromSeconds(30);

        [Range(typeof(TimeSpan), "00:00:02", "00:02:00")]
        public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromSeconds(5);
    }

    public sealed class DelayedOptions
    {
        [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
        public TimeSpan After { get; set; } = TimeSpan.FromSeconds(1);
    }

    public sealed class AccountsOptions
    {
        /// <summary>True when a posting opens an unknown account on first use; null: true in open mode, false in strict mode.</summary>
        public bool? OpenOnFirstUse { get; set; }

        /// <summary>
        /// The largest number of accounts that one call may open. A million take about ten seconds, and a caller should not wait
        /// longer.
        /// </summary>
        [Range(1, 10_000_000)]
        public int RangeMax { get; set; } = 1_000_000;
    }
}

/// <summary>Selects how strictly the service checks its callers.</summary>
public enum ForceOpsMode
{
    /// <summary>For a developer's machine: no token is needed, and unknown orgs and accounts are created on first use.</summary>
    Open,

    /// <summary>Like the real service: every Pismo route needs a token and a tenant, every card route needs credentials.</summary>
    Strict,
}
