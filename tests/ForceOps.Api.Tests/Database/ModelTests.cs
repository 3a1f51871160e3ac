using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;
using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ForceOps.Api.Tests.Database;

/// <summary>
/// EF's model against the live catalog, and against its snapshot, which is what <c>dotnet ef migrations has-pending-model-changes</c>
/// compares.
/// </summary>
public sealed class ModelTests(LedgerRows rows) : IClassFixture<LedgerRows>
{
    // The data type of a column with a domain is what the domain is made of, which is what EF sends and gets; ConstraintTests have the
    // rest.
    private const string Columns =
        """
        SELECT table_name || '.' || column_name, replace(data_type, ' ', '_') || CASE is_nullable WHEN 'YES' THEN '?' ELSE '' END
        FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '__EFMigrationsHistory' ORDER BY 1
        """;

    private const string ItsOwn = "its catalog has views and shards of the cluster's own too";

    [Fact]
    public async Task Every_column_is_mapped_and_every_mapped_column_is_there_with_its_type_and_nullability()
    {
        TestPostgres.SkipOnCluster(rows.Database, ItsOwn);
        await using var source = LedgerDatabase.Open(rows.Database);
        await using var context = LedgerDatabase.Context(source);

        var mapped = context.Model.GetEntityTypes()
            .SelectMany(entity => entity.GetProperties().Select(
                property => $"{TableOf(entity)}.{property.GetColumnName()} {TypeOf(property)}"))
            .Order(StringComparer.Ordinal).ToList();

        var there = (await Sql.RowsAsync(rows.Database, Columns)).Order(StringComparer.Ordinal).ToList();
        Assert.True(
            mapped.SequenceEqual(there, StringComparer.Ordinal),
            $"only in the model: {string.Join(", ", mapped.Except(there, StringComparer.Ordinal))}; "
            + $"only in the tables: {string.Join(
                ", ", there.Except(mapped, StringComparer.Ordinal))}. Bring Model/*Row.cs and Migrations/*.sql together.");
    }

    [Fact]
    public async Task Every_table_has_the_primary_key_that_the_model_says_and_it_begins_with_org_or_book()
    {
        TestPostgres.SkipOnCluster(rows.Database, ItsOwn);
        await using var source = LedgerDatabase.Open(rows.Database);
        await using var context = LedgerDatabase.Context(source);

        var mapped = context.Model.GetEntityTypes()
            .Select(entity => $"{TableOf(entity)} {string.Join(
                ',', entity.FindPrimaryKey()!.Properties.Select(property => property.GetColumnName()))}");

        var there = await Sql.RowsAsync(
            rows.Database,
            """
            SELECT conrelid::regclass::text, (SELECT string_agg(attname, ',' ORDER BY place) FROM unnest(conkey) WITH ORDINALITY AS key (attnum, place)
                JOIN pg_attribute ON attrelid = conrelid AND pg_attribute.attnum = key.attnum)
            FROM pg_constraint WHERE contype = 'p' AND connamespace = 'public'::regnamespace AND conrelid::regclass::text <> '"__EFMigrationsHistory"'
            """);
        Assert.Equal(mapped.Order(StringComparer.Ordinal).ToList(), [.. there.Order(StringComparer.Ordinal)]);
        Assert.All(there, key => Assert.Matches("^(org|book)(,|$)", key.Split(' ')[1]));
    }

    [Fact]
    public async Task Every_unique_and_foreign_key_begins_with_org_or_book_so_that_the_tables_can_be_distributed_by_them()
    {
        var first = await Sql.RowsAsync(
            rows.Database,
            """
            SELECT attname, conname FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
            WHERE contype IN ('p', 'u', 'f') AND connamespace = 'public'::regnamespace AND conrelid::regclass::text <> '"__EFMigrationsHistory"'
            """);
        Assert.NotEmpty(first);
        Assert.All(first, key => Assert.Matches("^(org|book) ", key));
    }

    [Fact]
    public async Task The_snapshot_of_the_model_is_the_model()
    {
        await using var source = LedgerDatabase.Open(rows.Database);
        await using var context = LedgerDatabase.Context(source);

        var kept = (IMutableModel)context.GetService<IMigrationsAssembly>().ModelSnapshot!.Model;
        var snapshot = context.GetService<IModelRuntimeInitializer>().Initialize(
            kept.FinalizeModel(), designTime: true, validationLogger: null);
        var differences = context.GetService<IMigrationsModelDiffer>()
            .GetDifferences(snapshot.GetRelationalModel(), context.GetService<IDesignTimeModel>().Model.GetRelationalModel())
            .Select(operation => operation is Microsoft.EntityFrameworkCore.Migrations.Operations.ColumnOperation column
                ? $"{operation.GetType().Name} {column.Table}.{column.Name} {column.ColumnType}{(column.IsNullable ? "?" : "")}"
                : operation.GetType().Name);

        Assert.True(!differences.Any(), $"from the snapshot to the model: {string.Join(
            ", ", differences)}. Bring Schema/*Snapshot.cs and the rows together.");
        Assert.False(context.Database.HasPendingModelChanges());
    }

    private static string TableOf(IReadOnlyEntityType entity) => entity.GetTableName()!;

    /// <summary>The store type without its precision, in the words of the information schema.</summary>
    private static string TypeOf(IReadOnlyProperty property) =>
        property.GetColumnType()!.Split('(')[0].Replace(' ', '_') + (property.IsNullable ? "?" : "");
}
