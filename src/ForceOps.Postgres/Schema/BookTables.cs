using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres.Schema;

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
