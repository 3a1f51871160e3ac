using ForceOps.Postgres.Model;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres;

/// <summary>The tables as EF Core sees them: migrations, reads and the sandbox's writes. Postings go through the batch writer.</summary>
public sealed class LedgerDbContext(DbContextOptions<LedgerDbContext> options) : DbContext(options)
{
    public DbSet<OrgRow> Orgs => Set<OrgRow>();
    public DbSet<ProcessingCodeRow> ProcessingCodes => Set<ProcessingCodeRow>();
    public DbSet<AccountRow> Accounts => Set<AccountRow>();
    public DbSet<AuthorizationRow> Authorizations => Set<AuthorizationRow>();
    public DbSet<MovementRow> Movements => Set<MovementRow>();
    public DbSet<AttemptRow> Attempts => Set<AttemptRow>();
    public DbSet<WebhookRow> Webhooks => Set<WebhookRow>();
    public DbSet<WebhookTryRow> WebhookTries => Set<WebhookTryRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<OrgRow>().ToTable("orgs").HasKey(row => row.Org);
        modelBuilder.Entity<ProcessingCodeRow>().ToTable("processing_codes").HasKey(row => new { row.Org, row.Code });
        modelBuilder.Entity<AccountRow>().ToTable("accounts").HasKey(row => new { row.Org, row.Id });
        modelBuilder.Entity<AuthorizationRow>().ToTable("authorizations").HasKey(row => new { row.Org, row.Id });
        modelBuilder.Entity<AuthorizationRow>().Property(row => row.Xid).HasColumnType("xid8").ValueGeneratedOnAdd();
        modelBuilder.Entity<MovementRow>().ToTable("movements").HasKey(row => new { row.Org, row.Id });
        modelBuilder.Entity<AttemptRow>().ToTable("attempts").HasKey(row => new { row.Org, row.Id });
        modelBuilder.Entity<WebhookRow>().ToTable("webhooks").HasKey(row => new { row.Org, row.Name });
        modelBuilder.Entity<WebhookTryRow>().ToTable("webhook_deliveries")
            .HasKey(row => new { row.Org, row.Name, row.AuthorizationId, row.Part, row.Run, row.Attempt });
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
            property.SetColumnName(SnakeCase(property.Name));
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<decimal>().HaveColumnType("numeric");

    /// <summary>One word rule for all columns; the naming-convention package does not earn its place for five tables.</summary>
    private static string SnakeCase(string name) =>
        string.Concat(name.Select((letter, i) => char.IsUpper(letter) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(letter) : letter.ToString()));
}
