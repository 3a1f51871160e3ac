using System.ComponentModel.DataAnnotations;
using ForceOps.Api.Hosting;
using ForceOps.Postgres.Books;
using ForceOps.Postgres.Orgs;
using ForceOps.Postgres.Writing;

namespace ForceOps.Api.Settings;

/// <summary>Section <c>ForceOps</c>. Every setting is listed in the README; a wrong one stops the start, not the first payment.</summary>
public sealed class ForceOpsOptions
{
    [EnumDataType(typeof(ForceOpsMode))]
    public ForceOpsMode Mode { get; set; } = ForceOpsMode.Open;

    /// <summary>Folder of the embedded PostgreSQL; null: the user's data folder.</summary>
    public string? Data { get; set; }

    /// <summary>Body of a request at most: 64 KiB is eight times the largest metadata, the only part of a request that can be long.</summary>
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

    public SandboxOptions Sandbox { get; } = new();

    /// <summary>Who may ask for tokens; the seed file may name more.</summary>
    public IList<ApiKeyOptions> Keys { get; } = [];

    /// <summary>A seed file to apply at start; <c>--seed</c> is short for it.</summary>
    public string? Seed { get; set; }

    public WriterOptions ToWriterOptions() => new()
    {
        BatchLimit = Ledger.BatchLimit,
        QueueLimit = Ledger.QueueLimit,
        Writers = Ledger.Writers,
        KnownAccountsMax = Ledger.KnownAccountsMax,
        LockTimeout = Ledger.LockTimeout,
        CommitLookupTimeout = Ledger.CommitLookupTimeout,
        DelayedAfter = Delayed.After,
        OpenOnFirstUse = Accounts.OpenOnFirstUse ?? Mode == ForceOpsMode.Open,
    };

    /// <summary>See <see cref="WriterOptions"/> for why each number is what it is.</summary>
    public sealed class LedgerOptions
    {
        [Range(1, 500)]
        public int BatchLimit { get; set; } = 256;

        [Range(1, 1_000_000)]
        public int QueueLimit { get; set; } = 20_000;

        [Range(1, 8)]
        public int Writers { get; set; } = 2;

        [Range(0, 10_000_000)]
        public int KnownAccountsMax { get; set; } = 150_000;

        [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
        public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(2);

        [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
        public TimeSpan CommitLookupTimeout { get; set; } = TimeSpan.FromSeconds(10);
    }

    public sealed class DelayedOptions
    {
        [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
        public TimeSpan After { get; set; } = TimeSpan.FromSeconds(1);
    }

    public sealed class AccountsOptions
    {
        /// <summary>Null: as the mode says, true in open mode.</summary>
        public bool? OpenOnFirstUse { get; set; }

        /// <summary>Accounts that one call may open: a million take some ten seconds, longer than a caller should wait.</summary>
        [Range(1, 10_000_000)]
        public int RangeMax { get; set; } = 1_000_000;
    }
}

/// <summary>How much the service asks of its callers.</summary>
public enum ForceOpsMode
{
    /// <summary>A developer's desk: no token needed, unknown orgs and accounts are made on first use.</summary>
    Open,

    /// <summary>Like the real thing: token and tenant on every route.</summary>
    Strict,
}
