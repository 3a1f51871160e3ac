using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres.Books;

/// <summary>Runs the steps that give an org another book. Each step is a part of the caller's transaction.</summary>
internal static class BookSwitch
{
    /// <summary>
    /// Locks the org's row until the end of the transaction, so that resets, restores, snapshots, settlements and changes of
    /// codes of one org run one after the other. Postings only read the row and never wait for it.
    /// </summary>
    internal static Task<OrgRow> LockAsync(LedgerDbContext context, OrgId org) =>
        context.Orgs.FromSql($"SELECT * FROM orgs WHERE org = {org.Value} FOR NO KEY UPDATE").SingleAsync();

    internal static async Task<BookId> OpenAsync(LedgerDbContext context, DateTimeOffset now)
    {
        var book = BookId.Make();
        await context.Database.ExecuteSqlAsync($"INSERT INTO books (book, created_at) VALUES ({book.Value}, {now})");
        return book;
    }

    /// <summary>
    /// Points the org at the book, and raises the version of the org's rules. The version goes up, never back: processes have
    /// cached the earlier rules under the earlier number.
    /// </summary>
    internal static Task PointAsync(
        LedgerDbContext context, OrgId org, BookId book, string currency, long settledBelow) =>
        context.Orgs.Where(row => row.Org == org.Value).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Book, book.Value).SetProperty(row => row.Currency, currency)
                .SetProperty(row => row.SettledBelow, settledBelow).SetProperty(row => row.RulesVersion, row => row.RulesVersion + 1));

    /// <summary>
    /// Marks a book as abandoned; this is the last step. The time is that of the database's clock, since the sweeper compares it
    /// with the starts of the database's transactions.
    /// </summary>
    internal static Task AbandonAsync(LedgerDbContext context, Guid book) =>
        context.Database.ExecuteSqlAsync($"UPDATE books SET abandoned_at = clock_timestamp() WHERE book = {book}");
}

/// <summary>
/// Identifies a book. An org points at one book at a time, and a reset or a restore points it at another. Callers name the org;
/// the statement that reads or the batch that posts looks up the org's book.
/// </summary>
internal readonly record struct BookId(Guid Value)
{
    /// <summary>
    /// Returns the book that an org begins with, until a reset or a restore switches it. As a guess of the org's present book it
    /// costs nothing and is nearly always right.
    /// </summary>
    internal static BookId FirstOf(OrgId org) => new(org.Value);

    internal static BookId Make() => new(Guid.CreateVersion7());
}
