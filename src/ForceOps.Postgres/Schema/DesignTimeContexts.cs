using Microsoft.EntityFrameworkCore.Design;

namespace ForceOps.Postgres.Schema;

/// <summary>
/// Makes the context for <c>dotnet ef</c>, which finds this class by its interface. The commands that compare the model with its
/// snapshot open no connection, so the address is only a default; <c>ConnectionStrings__Ledger</c> names another one.
/// </summary>
internal sealed class DesignTimeContexts : IDesignTimeDbContextFactory<LedgerDbContext>
{
    private const string Default = "Host=127.0.0.1;Database=forceops";

    public LedgerDbContext CreateDbContext(string[] args) =>
        LedgerDatabase.Context(LedgerDatabase.Open(Environment.GetEnvironmentVariable("ConnectionStrings__Ledger") ?? Default));
}
