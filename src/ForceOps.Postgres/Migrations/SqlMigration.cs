using System.Reflection;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ForceOps.Postgres.Migrations;

/// <summary>
/// A migration that runs the SQL file of its own id. Written by hand, since the design-time package that would write migrations does
/// not restore from our package source; and SQL is what a reviewer of a ledger reads.
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
