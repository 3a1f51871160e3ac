using ForceOps.Postgres.Outage;
using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ForceOps.Postgres.Books;

/// <summary>
/// Runs the steps that give an org another book, in two transactions. The first one fills a new book, which nobody points at yet; the
/// second one points at it and lets go of the earlier one. So whoever sees the pointer sees a whole book, also where the pointer and
/// the book are on two servers, whose commits become visible one after the other.
/// </summary>
internal static class BookSwitch
{
    /// <summary>
    /// A book that is being filled counts as abandoned from this long after its beginning on: the sweeper removes what a process left
    /// that died between the two transactions, and nothing that is still to be used. Copying a book may take ten minutes.
    /// </summary>
    private static readonly TimeSpan FillingMax = TimeSpan.FromHours(1);

    /// <summary>
    /// Locks the org's row until the end of the transaction, so that resets, restores, snapshots, settlements and changes of
    /// codes of one org run one after the other. Postings only read the row and never wait for it.
    /// </summary>
    internal static Task<OrgRow> LockAsync(LedgerDbContext context, OrgId org) =>
        context.Orgs.FromSql($"SELECT * FROM orgs WHERE org = {org.Value} FOR NO KEY UPDATE").SingleAsync();

    /// <summary>Makes a book to be filled. It belongs to nobody until <see cref="AdoptAsync"/>.</summary>
    internal static async Task<BookId> OpenAsync(LedgerDbContext context, DateTimeOffset now)
    {
        var book = BookId.Make();
        var until = await DatabaseTimeAsync(context) + FillingMax;
        await context.Database.ExecuteSqlAsync($"INSERT INTO books (book, created_at, abandoned_at) VALUES ({book.Value}, {now}, {until})");
        return book;
    }

    /// <summary>Marks a filled book as in use; in the transaction that points at it.</summary>
    /// <exception cref="TimeoutException">The book was filled for so long that it may be half removed.</exception>
    internal static async Task AdoptAsync(LedgerDbContext context, BookId book)
    {
        var now = await DatabaseTimeAsync(context);
        if (await context.Database.ExecuteSqlAsync(
            $"UPDATE books SET abandoned_at = NULL WHERE book = {book.Value} AND abandoned_at > {now}") == 0)
        {
            throw new TimeoutException("a book took too long to be filled");
        }
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
    internal static async Task AbandonAsync(LedgerDbContext context, Guid book)
    {
        var now = await DatabaseTimeAsync(context);
        await context.Database.ExecuteSqlAsync($"UPDATE books SET abandoned_at = {now} WHERE book = {book}");
    }

    /// <summary>Reads the clock in a statement of its own: the server that has the book may have another clock.</summary>
    private static async Task<DateTimeOffset> DatabaseTimeAsync(LedgerDbContext context) =>
        (await context.Database.SqlQuery<DateTimeOffset>($"SELECT clock_timestamp() AS \"Value\"").ToListAsync())[0];
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

    /// <summary>Looks up the book that an org points at; a book that has no rows when the org does not exist.</summary>
    internal static async Task<Guid> OfAsync(NpgsqlConnection connection, OrgId org)
    {
        await using var command = new NpgsqlCommand("SELECT book FROM orgs WHERE org = $1", connection)
        {
            Parameters = { new NpgsqlParameter<Guid> { TypedValue = org.Value } },
        };
        CallerWait.Sends(command);
        return await command.ExecuteScalarAsync() is Guid book ? book : Guid.Empty;
    }
}
