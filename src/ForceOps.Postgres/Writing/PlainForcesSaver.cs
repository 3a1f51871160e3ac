using Npgsql;
using static ForceOps.Postgres.Writing.BooksSaver;

namespace ForceOps.Postgres.Writing;

/// <summary>The one round trip of <see cref="OptimisticTransaction"/>: locks, compares, numbers, writes and commits.</summary>
internal static class PlainForcesSaver
{
    /// <summary>The first of the batch's ids.</summary>
    internal static async Task<long> SaveAndCommitAsync(NpgsqlConnection connection, OrgId org, BookId book, long rulesVersion, Books books)
    {
        // In ascending order: this is what locks.
        var accounts = books.Accounts.OrderBy(account => account.Id).ToList();
        var (rows, movements) = (books.Recorded.ToList(), books.Movements);
        // No BEGIN and no COMMIT: a statement that is sent alone is one transaction by itself.
        await using var command = new NpgsqlCommand(SaveStatements.SavePlainForces, connection)
        {
            Parameters =
            {
                Scalar(book.Value), Column(accounts, account => account.Id), Column(accounts, account => account.Balance),
                Column(accounts, account => account.LoadedBalance), Column(accounts, account => account.Version),
                Scalar(org.Value), Scalar(rulesVersion), Scalar(books.EventDate.UtcDateTime),
                Column(rows, row => row.Id), Column(rows, row => row.TrackingId.Text), Column(rows, row => StoredText.Of(row.Channel)),
                Column(rows, row => row.AccountId), Column(rows, row => row.ProcessingCode.Text), Column(rows, row => (short)row.Impact),
                Column(rows, row => row.Amount), Column(rows, row => row.Currency.Code), Column(rows, row => row.Descriptor),
                Column(rows, row => row.Metadata), Column(rows, row => row.InTimeline), Column(rows, row => row.Cid),
                Column(movements, row => row.Id), Column(movements, row => row.AuthorizationId), Column(movements, row => StoredText.Of(row.Kind)),
                Column(movements, row => row.DebitAccount), Column(movements, row => row.CreditAccount), Column(movements, row => row.Amount),
                Column(movements, row => row.DebitBalance), Column(movements, row => row.CreditBalance),
            },
        };
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        var firstId = reader.GetInt64(0);
        // To the end: the commit's error shows only there.
        while (await reader.NextResultAsync())
        {
            // One row is all there is to show.
        }
        return firstId;
    }
}
