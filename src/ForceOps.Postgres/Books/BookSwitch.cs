using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres.Books;

/// <summary>The steps by which an org gets other books, each a part of the caller's transaction.</summary>
internal static class BookSwitch
{
    /// <summary>
    /// Keeps the org's row to the end of the transaction, so that resets, restores, snapshots, settlements and changes of codes of one
    /// org come one after the other. Postings only read the row and never wait for it.
    /// </summary>
    internal static Task<OrgRow> LockAsync(LedgerDbContext context, OrgId org) =>
        context.Orgs.FromSql($"SELECT * FROM orgs WHERE org = {org.Value} FOR NO KEY UPDATE").SingleAsync();

    internal static async Task<BookId> OpenAsync(LedgerDbContext context, DateTimeOffset now)
    {
        var book = BookId.Make();
        await context.Database.ExecuteSqlAsync($"INSERT INTO books (book, created_at) VALUES ({book.Value}, {now})");
        return book;
    }

    /// <summary>The version of the rules goes up, never back: processes know the rules of before under the old number.</summary>
    internal static Task PointAsync(
        LedgerDbContext context, OrgId org, BookId book, string currency, long settledBelow) =>
        context.Orgs.Where(row => row.Org == org.Value).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Book, book.Value).SetProperty(row => row.Currency, currency)
                .SetProperty(row => row.SettledBelow, settledBelow).SetProperty(row => row.RulesVersion, row => row.RulesVersion + 1));

    /// <summary>The last step. By the database's clock, since the sweeper compares it with the starts of the database's transactions.</summary>
    internal static Task AbandonAsync(LedgerDbContext context, Guid book) =>
        context.Database.ExecuteSqlAsync($"UPDATE books SET abandoned_at = clock_timestamp() WHERE book = {book}");
}

/// <summary>
/// One set of books. An org points at one at a time, and a reset or a restore points it at another; callers name the org, and the
/// statement that reads or the batch that posts looks the pointer up.
/// </summary>
internal readonly record struct BookId(Guid Value)
{
    /// <summary>The one that an org begins with, until somebody switches it: a guess that costs nothing and is nearly always right.</summary>
    internal static BookId FirstOf(OrgId org) => new(org.Value);

    internal static BookId Make() => new(Guid.CreateVersion7());
}
