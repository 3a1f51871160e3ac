using System.Reflection;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ForceOps.Postgres.Schema;

/// <summary>
/// Runs the SQL file whose name is the migration's id. Migrations are written by hand, because a reviewer of a ledger reads SQL,
/// and because most of a migration is what EF Core's model does not know: domains, triggers, functions, changes of rows.
/// </summary>
internal abstract class SqlMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        var id = GetType().GetCustomAttribute<MigrationAttribute>()!.Id;
        using var stream = typeof(SqlMigration).Assembly.GetManifestResourceStream($"ForceOps.Postgres.Migrations.{id}.sql")
            ?? throw new InvalidOperationException($"migration {id} has no SQL file");
        using var reader = new StreamReader(stream);
        migrationBuilder.Sql(reader.ReadToEnd());
    }
}

[DbContext(typeof(LedgerDbContext))]
[Migration("0001_books")]
internal sealed class InitialBooks : SqlMigration;

[DbContext(typeof(LedgerDbContext))]
[Migration("0002_transfers")]
internal sealed class Transfers : SqlMigration;

[DbContext(typeof(LedgerDbContext))]
[Migration("0003_webhooks")]
internal sealed class WebhookTables : SqlMigration;

[DbContext(typeof(LedgerDbContext))]
[Migration("0004_merchants")]
internal sealed class Merchants : SqlMigration;

[DbContext(typeof(LedgerDbContext))]
[Migration("0005_switchable_books")]
internal sealed class SwitchableBooks : SqlMigration;

[DbContext(typeof(LedgerDbContext))]
[Migration("0006_clock")]
internal sealed class Clock : SqlMigration;

[DbContext(typeof(LedgerDbContext))]
[Migration("0007_delayed_operations")]
internal sealed class DelayedTables : SqlMigration;

[DbContext(typeof(LedgerDbContext))]
[Migration("0008_versions")]
internal sealed class Versions : SqlMigration;

[DbContext(typeof(LedgerDbContext))]
[Migration("0009_fault_rules")]
internal sealed class FaultRuleTable : SqlMigration;

[DbContext(typeof(LedgerDbContext))]
[Migration("0010_domains")]
internal sealed class Domains : SqlMigration;

[DbContext(typeof(LedgerDbContext))]
[Migration("0011_take_ids")]
internal sealed class TakeIds : SqlMigration;

[DbContext(typeof(LedgerDbContext))]
[Migration("0012_webhook_rotation")]
internal sealed class WebhookRotation : SqlMigration;

[DbContext(typeof(LedgerDbContext))]
[Migration("0013_fees")]
internal sealed class Fees : SqlMigration;

[DbContext(typeof(LedgerDbContext))]
[Migration("0014_statuses")]
internal sealed class Statuses : SqlMigration;

[DbContext(typeof(LedgerDbContext))]
[Migration("0015_headrooms")]
internal sealed class Headrooms : SqlMigration;

[DbContext(typeof(LedgerDbContext))]
[Migration("0016_holds")]
internal sealed class HoldTables : SqlMigration;

[DbContext(typeof(LedgerDbContext))]
[Migration("0017_payments")]
internal sealed class DeniedPayments : SqlMigration;

[DbContext(typeof(LedgerDbContext))]
[Migration("0018_network_authorizations")]
internal sealed class NetworkAuthorizationTable : SqlMigration;

[DbContext(typeof(LedgerDbContext))]
[Migration("0019_pre_authorizations")]
internal sealed class PreAuthorizations : SqlMigration;

[DbContext(typeof(LedgerDbContext))]
[Migration("0020_held_at")]
internal sealed class HoldChangesByHolder : SqlMigration;

[DbContext(typeof(LedgerDbContext))]
[Migration("0021_webhook_pause")]
internal sealed class WebhookPause : SqlMigration;

[DbContext(typeof(LedgerDbContext))]
[Migration("0022_service_user")]
internal sealed class ServiceUserFunctions : SqlMigration;

[DbContext(typeof(LedgerDbContext))]
[Migration("0023_distributable")]
internal sealed class Distributable : SqlMigration;
