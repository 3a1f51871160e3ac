using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace ForceOps.Postgres.Schema;

/// <summary>
/// Holds EF Core's model as of the latest migration, so that <c>dotnet ef migrations has-pending-model-changes</c> and the
/// migrator notice a column that the model has and no migration made. EF Core generated it once. It is kept by hand since then,
/// together with the numbered SQL files: <c>dotnet ef migrations add</c> would write it anew, but wants a date in every
/// migration's name.
/// </summary>
[DbContext(typeof(LedgerDbContext))]
internal sealed class LedgerModelSnapshot : ModelSnapshot
{
    protected override void BuildModel(ModelBuilder modelBuilder)
    {
        modelBuilder.HasAnnotation("ProductVersion", "10.0.15").HasAnnotation("Relational:MaxIdentifierLength", 63);
        modelBuilder.UseIdentityByDefaultColumns();
        OrgTablesSnapshot.Add(modelBuilder);
        BookTablesSnapshot.Add(modelBuilder);
    }
}
