using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres.Schema;

/// <summary>
/// Maps the tables for EF Core, which serves migrations, reads and the sandbox's writes. Postings go through the batch writer.
/// </summary>
public sealed class LedgerDbContext(DbContextOptions<LedgerDbContext> options) : DbContext(options)
{
    public DbSet<OrgRow> Orgs => Set<OrgRow>();
    public DbSet<BookRow> Books => Set<BookRow>();
    public DbSet<SnapshotRow> Snapshots => Set<SnapshotRow>();
    public DbSet<ProcessingCodeRow> ProcessingCodes => Set<ProcessingCodeRow>();
    public DbSet<AccountRow> Accounts => Set<AccountRow>();
    public DbSet<AccountStatusRow> AccountStatuses => Set<AccountStatusRow>();
    public DbSet<NetworkAuthorizationRow> NetworkAuthorizations => Set<NetworkAuthorizationRow>();
    public DbSet<StatusChangeRow> StatusChanges => Set<StatusChangeRow>();
    public DbSet<AuthorizationRow> Authorizations => Set<AuthorizationRow>();
    public DbSet<MovementRow> Movements => Set<MovementRow>();
    public DbSet<HoldChangeRow> HoldChanges => Set<HoldChangeRow>();
    public DbSet<AttemptRow> Attempts => Set<AttemptRow>();
    public DbSet<DelayedOperationRow> DelayedOperations => Set<DelayedOperationRow>();
    public DbSet<DenialRow> Denials => Set<DenialRow>();
    public DbSet<WebhookRow> Webhooks => Set<WebhookRow>();
    public DbSet<WebhookTryRow> WebhookTries => Set<WebhookTryRow>();
    public DbSet<FaultRuleRow> FaultRules => Set<FaultRuleRow>();

    // Each statement looks up the org's book itself, as a scalar sub-select: this costs no round trip, and the pointer is never
    // stale. A read of several statements takes the book from the rows of the first statement, so that a switch of the book in
    // between cannot mix the rows of two books.
    internal IQueryable<ProcessingCodeRow> CodesOf(OrgId org) => OfBookOf(org, ProcessingCodes);

    internal IQueryable<AccountRow> AccountsOf(OrgId org) => OfBookOf(org, Accounts);

    internal IQueryable<AccountStatusRow> StatusesOf(OrgId org) => OfBookOf(org, AccountStatuses);

    internal IQueryable<NetworkAuthorizationRow> NetworkAuthorizationsOf(OrgId org) => OfBookOf(org, NetworkAuthorizations);

    internal IQueryable<StatusChangeRow> StatusChangesOf(OrgId org) => OfBookOf(org, StatusChanges);

    internal IQueryable<AuthorizationRow> AuthorizationsOf(OrgId org) => OfBookOf(org, Authorizations);

    internal IQueryable<MovementRow> MovementsOf(OrgId org) => OfBookOf(org, Movements);

    internal IQueryable<AttemptRow> AttemptsOf(OrgId org) => OfBookOf(org, Attempts);

    internal IQueryable<DelayedOperationRow> DelayedOperationsOf(OrgId org) => OfBookOf(org, DelayedOperations);

    internal IQueryable<DenialRow> DenialsOf(OrgId org) => OfBookOf(org, Denials);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<OrgRow>().ToTable("orgs").HasKey(row => row.Org);
        modelBuilder.Entity<BookRow>().ToTable("books").HasKey(row => row.Book);
        modelBuilder.Entity<SnapshotRow>().ToTable("snapshots").HasKey(row => new { row.Org, row.Name });
        modelBuilder.Entity<ProcessingCodeRow>().ToTable("processing_codes").HasKey(row => new { row.Book, row.Code });
        modelBuilder.Entity<AccountRow>().ToTable("accounts").HasKey(row => new { row.Book, row.Id });
        modelBuilder.Entity<AccountStatusRow>().ToTable("account_statuses").HasKey(row => new { row.Book, row.Status });
        modelBuilder.Entity<NetworkAuthorizationRow>().ToTable("network_authorizations").HasKey(row => new { row.Book, row.Id });
        modelBuilder.Entity<StatusChangeRow>().ToTable("status_changes").HasKey(row => new { row.Book, row.Id });
        modelBuilder.Entity<AuthorizationRow>().ToTable("authorizations").HasKey(row => new { row.Book, row.Id });
        modelBuilder.Entity<MovementRow>().ToTable("movements").HasKey(row => new { row.Book, row.Id });
        modelBuilder.Entity<HoldChangeRow>().ToTable("hold_changes").HasKey(row => new { row.Book, row.AuthorizationId, row.HoldId });
        modelBuilder.Entity<AttemptRow>().ToTable("attempts").HasKey(row => new { row.Book, row.Id });
        modelBuilder.Entity<DelayedOperationRow>().ToTable("delayed_operations").HasKey(row => new { row.Book, row.Id });
        modelBuilder.Entity<DenialRow>().ToTable("denials").HasKey(row => new { row.Book, row.Id });
        modelBuilder.Entity<WebhookRow>().ToTable("webhooks").HasKey(row => new { row.Org, row.Name });
        modelBuilder.Entity<WebhookTryRow>().ToTable("webhook_deliveries")
            .HasKey(row => new { row.Org, row.Name, row.AuthorizationId, row.Part, row.Run, row.Attempt });
        modelBuilder.Entity<FaultRuleRow>().ToTable("fault_rules").HasKey(row => new { row.Org, row.Name });
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
            property.SetColumnName(SnakeCase(property.Name));
    }

    private IQueryable<T> OfBookOf<T>(OrgId org, DbSet<T> rows)
        where T : class
    {
        var book = Orgs.Where(row => row.Org == org.Value).Select(row => row.Book);
        return rows.Where(row => EF.Property<Guid>(row, nameof(BookRow.Book)) == book.First());
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<decimal>().HaveColumnType("numeric");

    /// <summary>
    /// Converts a property's name to snake case. This one rule serves all columns; the naming-convention package is not worth
    /// adding for five tables.
    /// </summary>
    private static string SnakeCase(string name) =>
        string.Concat(name.Select((letter, i) => char.IsUpper(
            letter) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(letter) : letter.ToString()));
}
