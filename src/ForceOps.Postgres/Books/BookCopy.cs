using ForceOps.Postgres.Orgs;
using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres.Books;

/// <summary>What a copy holds; the names are those of the statement's columns.</summary>
internal sealed record BookCopy(long Accounts, long Authorizations, long Movements)
{
    /// <summary>Seconds: some ten thousand operations are copied in one, and a test may well have posted a few million.</summary>
    private const int TimeoutSeconds = 600;

    /// <summary>
    /// Copies everything of a book into a fresh one, with the same ids. One statement, which sees one state of the database: no
    /// posting is copied in part, whatever is posted meanwhile, and nobody is kept from posting.
    /// </summary>
    internal static async Task<BookCopy> MakeAsync(LedgerDbContext context, Guid from, BookId to)
    {
        context.Database.SetCommandTimeout(TimeoutSeconds);
        // The checks of foreign keys are planned once a session, perhaps on tables that were still empty: then they walk them.
        await context.Database.ExecuteSqlAsync($"SET LOCAL enable_seqscan = off");
        var copies = BookTables.Of(context).Select(table =>
        {
            var columns = string.Join(", ", table.Columns);
            return $"{table.Name}_copy AS (INSERT INTO {table.Name} (book, {columns}) SELECT {{1}}, {columns} FROM {table.Name} WHERE book = {{0}} RETURNING 1)";
        });
        var sql =
            $"""
            WITH {string.Join(", ", copies)}
            SELECT (SELECT count(*) FROM accounts_copy) AS "Accounts", (SELECT count(*) FROM authorizations_copy) AS "Authorizations",
                (SELECT count(*) FROM movements_copy) AS "Movements"
            """;
        return (await context.Database.SqlQueryRaw<BookCopy>(sql, from, to.Value).ToListAsync())[0];
    }
}

/// <summary>
/// The tables that belong to a book, read from the model: a table or a column that is added later is copied and swept without
/// anybody having to remember it here.
/// </summary>
internal static class BookTables
{
    /// <summary>Names and columns, without the book itself, in which rows can be removed: no foreign key points from a later table to an earlier one.</summary>
    internal static IReadOnlyList<(string Name, IReadOnlyList<string> Columns)> Of(LedgerDbContext context) =>
    [
        .. context.Model.GetEntityTypes()
            .Where(type => type.FindPrimaryKey()!.Properties is [{ Name: "Book" }, _, ..])
            .Select(type => (Name: type.GetTableName()!, Columns: (IReadOnlyList<string>)[.. type.GetProperties().Select(column => column.GetColumnName()).Where(column => column is not "book")]))
            .OrderBy(table => RankOf(table.Name)).ThenBy(table => table.Name, StringComparer.Ordinal),
    ];

    private static int RankOf(string table) => table switch
    {
        "movements" => 0,
        "authorizations" => 1,
        "accounts" => 3,
        _ => 2,
    };
}
