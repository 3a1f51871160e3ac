using Npgsql;

namespace ForceOps.Postgres.Writing;

/// <summary>Reads accounts to be believed in: no lock and no transaction, since the compare-and-swap comes later.</summary>
internal static class KnownAccountsReader
{
    /// <summary>How many of the accounts there are.</summary>
    internal static Task<int> ReadAsync(NpgsqlConnection connection, BookId book, IReadOnlyCollection<long> ids, KnownAccounts known) =>
        ReadAsync(connection, $"SELECT {AccountColumns.List} FROM accounts WHERE book = $1 AND id = ANY($2)", book, new NpgsqlParameter<long[]> { TypedValue = [.. ids] }, known);

    /// <summary>The book's accounts, as many as are worth to be remembered.</summary>
    internal static async Task<int> ReadAllAsync(NpgsqlConnection connection, BookId book, int limit, KnownAccounts known)
    {
        await using (var count = new NpgsqlCommand("SELECT count(*) FROM (SELECT FROM accounts WHERE book = $1 LIMIT $2) AS worth", connection)
        {
            Parameters = { new NpgsqlParameter<Guid> { TypedValue = book.Value }, new NpgsqlParameter<int> { TypedValue = limit } },
        })
            known.MakeRoom(book, (int)(long)(await count.ExecuteScalarAsync())!);
        return await ReadAsync(
            connection, $"SELECT {AccountColumns.List} FROM accounts WHERE book = $1 ORDER BY id LIMIT $2", book, new NpgsqlParameter<int> { TypedValue = limit }, known);
    }

    private static async Task<int> ReadAsync(NpgsqlConnection connection, string sql, BookId book, NpgsqlParameter other, KnownAccounts known)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = book.Value }, other } };
        await using var reader = await command.ExecuteReaderAsync();
        var count = 0;
        while (await reader.ReadAsync())
        {
            count++;
            known.Meet(book, AccountColumns.Read(reader, withFunds: false));
        }
        return count;
    }
}
