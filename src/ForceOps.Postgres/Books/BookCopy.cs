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

    // A distributed database reads each table of the statement at its own moment: a snapshot held balances whose movements it had not.
    // So postings to the book wait there until it is copied. They take this lock in their transactions, after those of their accounts.
    internal const string Wait = "SELECT pg_advisory_xact_lock_shared($1)";

    /// <summary>
    /// Copies all rows of a book into a new book, with the same ids. One statement does this, and it sees one state of the
    /// database: no posting is copied in part, whatever is posted meanwhile, and no posting has to wait.
    /// </summary>
    internal static async Task<BookCopy> MakeAsync(LedgerDbContext context, Guid from, BookId to)
    {
        context.Database.SetCommandTimeout(TimeoutSeconds);
        if (context.IsDistributed)
            await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({KeyOf(from)})");
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

    /// <summary>Makes the key of a book's advisory lock. Two books with one key would only wait for each other.</summary>
    internal static long KeyOf(Guid book) => BitConverter.ToInt64(book.ToByteArray(), 8);
}
