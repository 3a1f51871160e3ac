using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres.Schema;

/// <summary>
/// Maps the tables for EF Core, which serves migrations, reads and the sandbox's writes. Postings go through the batch writer.
/// </summary>
public sealed class LedgerDbContext(DbContextOptions<LedgerDbContext> options) : DbContext(options)
{
    /// <summary>True when the tables of the books are distributed over several servers.</summary>
    internal bool IsDistributed { get; } = options.FindExtension<DistributedTables>() is not null;

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

    internal IQueryable<ProcessingCodeRow> CodesOf(Guid book) => ProcessingCodes.Where(row => row.Book == book);

    internal IQueryable<AccountRow> AccountsOf(Guid book) => Accounts.Where(row => row.Book == book);

    internal IQueryable<AuthorizationRow> AuthorizationsOf(Guid book) => Authorizations.Where(row => row.Book == book);

    internal IQueryable<MovementRow> MovementsOf(Guid book) => Movements.Where(row => row.Book == book);

    /// <summary>
    /// Selects what belongs to an org's book. On one server the statement looks the book up itself, which costs no round trip: asking first
    /// cost a lone read a third of its time. A read of several statements takes the book from the rows of the first one.
    /// </summary>
    /// <param name="org">The org.</param>
    /// <param name="rows">All rows of the table.</param>
    /// <param name="known">The book, when rows were read before; null to look it up.</param>
    internal async ValueTask<IQueryable<T>> OfAsync<T>(OrgId org, DbSet<T> rows, Guid? known = null)
        where T : class
    {
        if (known is null && IsDistributed)
            known = await BookOfAsync(org);
        if (known is { } found)
            return rows.Where(row => EF.Property<Guid>(row, nameof(BookRow.Book)) == found);
        var book = Orgs.Where(row => row.Org == org.Value).Select(row => row.Book);
        return rows.Where(row => EF.Property<Guid>(row, nameof(BookRow.Book)) == book.First());
    }

    /// <summary>
    /// Looks up the book that an org points at, for the statements that follow: all of them name the book itself, and so each of them
    /// concerns one server of a distributed database. A switch of the book in between leaves them with the earlier book, whole. Returns
    /// a book that has no rows when the org does not exist.
    /// </summary>
    internal Task<Guid> BookOfAsync(OrgId org) =>
        Orgs.Where(row => row.Org == org.Value).Select(row => row.Book).SingleOrDefaultAsync();

    /// <summary>
    /// Takes the next id of the sequence of postings. A statement of its own, because the sequence is on the one server that the service
    /// is connected to, whatever server the rows go to. The transaction keeps its lock on the sequence until it ends.
    /// </summary>
    internal async Task<long> NextIdAsync() =>
        (await Database.SqlQuery<long>($"SELECT nextval('ledger_ids') AS \"Value\"").ToListAsync())[0];

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
