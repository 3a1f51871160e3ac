using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres;

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
