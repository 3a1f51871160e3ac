using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres.Books;

/// <summary>Copies a book, and holds the numbers of rows copied. The members are named like the statement's columns.</summary>
internal sealed record BookCopy(long Accounts, long Authorizations, long Movements)
{
    /// <summary>
    /// The time limit in seconds. Some ten thousand operations are copied per second, and a test may have posted a few million.
    /// </summary>
    private const int TimeoutSeconds = 600;

    /// <summary>
    /// Copies all rows of a book into a new book, with the same ids. One statement does this, and it sees one state of the
    /// database: no posting is copied in part, whatever is posted meanwhile, and no posting has to wait.
    /// </summary>
    internal static async Task<BookCopy> MakeAsync(LedgerDbContext context, Guid from, BookId to)
    {
        context.Database.SetCommandTimeout(TimeoutSeconds);
        // Foreign key checks are planned once per session, perhaps while the tables were still empty. Such a plan scans the whole
        // table.
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
/// Lists the tables that belong to a book, as the model declares them. A table or a column that is added later is copied and
/// swept without a change here.
/// </summary>
internal static class BookTables
{
    /// <summary>
    /// Returns the tables' names and columns, without the book's column. The tables are in an order in which rows can be removed:
    /// no foreign key points from a later table to an earlier one.
    /// </summary>
    internal static IReadOnlyList<(string Name, IReadOnlyList<string> Columns)> Of(LedgerDbContext context) =>
    [
        .. context.Model.GetEntityTypes()
            .Where(type => type.FindPrimaryKey()!.Properties is [{ Name: "Book" }, _, ..])
            .Select(type => (Name: type.GetTableName()!, Columns: (IReadOnlyList<string>)[
                .. type.GetProperties().Select(column => column.GetColumnName()).Where(column => column is not "book")]))
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
