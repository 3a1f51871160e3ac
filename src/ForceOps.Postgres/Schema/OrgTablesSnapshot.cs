using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres.Schema;

/// <summary>Adds the tables that belong to an org whatever its book is to <see cref="LedgerModelSnapshot"/>.</summary>
internal static class OrgTablesSnapshot
{
    internal static void Add(ModelBuilder model)
    {
        model.Entity("ForceOps.Postgres.Schema.FaultRuleRow", table =>
        {
            table.Property<Guid>("Org").HasColumnType("uuid").HasColumnName("org");
            table.Property<string>("Name").HasColumnType("text").HasColumnName("name");
            table.Property<string>("Definition").IsRequired().HasColumnType("text").HasColumnName("definition");
            table.Property<Guid>("Stamp").HasColumnType("uuid").HasColumnName("stamp");
            table.HasKey("Org", "Name");
            table.ToTable("fault_rules");
        });
        model.Entity("ForceOps.Postgres.Schema.OrgRow", table =>
        {
            table.Property<Guid>("Org").ValueGeneratedOnAdd().HasColumnType("uuid").HasColumnName("org");
            table.Property<Guid>("Book").HasColumnType("uuid").HasColumnName("book");
            table.Property<DateTimeOffset?>("ClockFrozenAt").HasColumnType("timestamp with time zone").HasColumnName("clock_frozen_at");
            table.Property<TimeSpan?>("ClockOffset").HasColumnType("interval").HasColumnName("clock_offset");
            table.Property<DateTimeOffset>("CreatedAt").HasColumnType("timestamp with time zone").HasColumnName("created_at");
            table.Property<string>("Currency").IsRequired().HasColumnType("text").HasColumnName("currency");
            table.Property<long>("RulesVersion").HasColumnType("bigint").HasColumnName("rules_version");
            table.Property<long>("SettledBelow").HasColumnType("bigint").HasColumnName("settled_below");
            table.HasKey("Org");
            table.ToTable("orgs");
        });
        model.Entity("ForceOps.Postgres.Schema.SnapshotRow", table =>
        {
            table.Property<Guid>("Org").HasColumnType("uuid").HasColumnName("org");
            table.Property<string>("Name").HasColumnType("text").HasColumnName("name");
            table.Property<long>("Accounts").HasColumnType("bigint").HasColumnName("accounts");
            table.Property<long>("Authorizations").HasColumnType("bigint").HasColumnName("authorizations");
            table.Property<Guid>("Book").HasColumnType("uuid").HasColumnName("book");
            table.Property<DateTimeOffset>("CreatedAt").HasColumnType("timestamp with time zone").HasColumnName("created_at");
            table.Property<string>("Currency").IsRequired().HasColumnType("text").HasColumnName("currency");
            table.Property<long>("Movements").HasColumnType("bigint").HasColumnName("movements");
            table.Property<long>("SettledBelow").HasColumnType("bigint").HasColumnName("settled_below");
            table.HasKey("Org", "Name");
            table.ToTable("snapshots");
        });
        model.Entity("ForceOps.Postgres.Schema.WebhookRow", table =>
        {
            table.Property<Guid>("Org").HasColumnType("uuid").HasColumnName("org");
            table.Property<string>("Name").HasColumnType("text").HasColumnName("name");
            table.Property<DateTimeOffset>("CreatedAt").HasColumnType("timestamp with time zone").HasColumnName("created_at");
            table.Property<DateTimeOffset?>("FailingSince").HasColumnType("timestamp with time zone").HasColumnName("failing_since");
            table.Property<DateTimeOffset?>("OffSince").HasColumnType("timestamp with time zone").HasColumnName("off_since");
            table.Property<DateTimeOffset?>("PausedSince").HasColumnType("timestamp with time zone").HasColumnName("paused_since");
            table.Property<long>("PositionId").HasColumnType("bigint").HasColumnName("position_id");
            table.Property<int>("PositionPart").HasColumnType("integer").HasColumnName("position_part");
            table.Property<string>("PreviousSecret").HasColumnType("text").HasColumnName("previous_secret");
            table.Property<DateTimeOffset?>(
                "PreviousSecretUntil").HasColumnType("timestamp with time zone").HasColumnName("previous_secret_until");
            table.Property<int>("Run").HasColumnType("integer").HasColumnName("run");
            table.Property<string>("Secret").IsRequired().HasColumnType("text").HasColumnName("secret");
            table.Property<string>("Types").IsRequired().HasColumnType("text").HasColumnName("types");
            table.Property<string>("Url").IsRequired().HasColumnType("text").HasColumnName("url");
            table.Property<long>("Version").HasColumnType("bigint").HasColumnName("version");
            table.HasKey("Org", "Name");
            table.ToTable("webhooks");
        });
        model.Entity("ForceOps.Postgres.Schema.WebhookTryRow", table =>
        {
            table.Property<Guid>("Org").HasColumnType("uuid").HasColumnName("org");
            table.Property<string>("Name").HasColumnType("text").HasColumnName("name");
            table.Property<long>("AuthorizationId").HasColumnType("bigint").HasColumnName("authorization_id");
            table.Property<int>("Part").HasColumnType("integer").HasColumnName("part");
            table.Property<int>("Run").HasColumnType("integer").HasColumnName("run");
            table.Property<int>("Attempt").HasColumnType("integer").HasColumnName("attempt");
            table.Property<DateTimeOffset>("At").HasColumnType("timestamp with time zone").HasColumnName("at");
            table.Property<bool>("Dead").HasColumnType("boolean").HasColumnName("dead");
            table.Property<string>("Error").HasColumnType("text").HasColumnName("error");
            table.Property<Guid>("EventId").HasColumnType("uuid").HasColumnName("event_id");
            table.Property<string>("EventType").IsRequired().HasColumnType("text").HasColumnName("event_type");
            table.Property<DateTimeOffset?>("NextAt").HasColumnType("timestamp with time zone").HasColumnName("next_at");
            table.Property<int?>("Status").HasColumnType("integer").HasColumnName("status");
            table.HasKey("Org", "Name", "AuthorizationId", "Part", "Run", "Attempt");
            table.ToTable("webhook_deliveries");
        });
    }
}
