using System.Text.Json;
using Npgsql;

namespace ForceOps.Torture.Differential;

/// <summary>
/// Reads all rows of an org that say what was posted, client by client, in words that do not depend on the order in which clients met:
/// ids become the numbers of their first appearance, and what only tells when or in which batch is left out.
/// </summary>
internal static class BookRows
{
    private static readonly string[] LeftOut = ["book", "event_date", "created_at", "opened_at", "cid", "version"];

    private static readonly string[] Ids = ["id", "parent_id", "counterpart_id", "original_id", "authorization_id", "hold_id"];

    internal static async Task<IReadOnlyDictionary<int, IReadOnlyList<string>>> ReadAsync(string database, string org)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        // Whole rows, so that a column of a later migration is compared too.
        await using var command = new NpgsqlCommand(
            """
            WITH mine AS (SELECT book FROM orgs WHERE org = $1)
            SELECT 1, id, 0, account_id, to_jsonb(a)::text FROM authorizations AS a JOIN mine USING (book)
            UNION ALL SELECT 2, m.id, 0, a.account_id, to_jsonb(m)::text FROM movements AS m JOIN mine USING (book)
                JOIN authorizations AS a ON a.book = m.book AND a.id = m.authorization_id
            UNION ALL SELECT 3, h.authorization_id, h.hold_id, a.account_id, to_jsonb(h)::text FROM hold_changes AS h JOIN mine USING (book)
                JOIN authorizations AS a ON a.book = h.book AND a.id = h.authorization_id
            UNION ALL SELECT 4, d.id, 0, d.account_id, to_jsonb(d)::text FROM denials AS d JOIN mine USING (book)
            UNION ALL SELECT 5, id, 0, id, to_jsonb(c)::text FROM accounts AS c JOIN mine USING (book) WHERE id > 0
            ORDER BY 1, 2, 3
            """, connection)
        {
            Parameters = { new NpgsqlParameter { Value = Guid.Parse(org["TN-".Length..]) } },
        };
        var (rows, names) = (new Dictionary<int, List<string>>(), new Dictionary<int, Dictionary<long, int>>());
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var lane = (int)((reader.GetInt64(3) - 1) / Lane.AccountsEach);
            if (!rows.TryGetValue(lane, out var mine))
                (rows[lane], names[lane]) = (mine = [], []);
            mine.Add($"{reader.GetInt32(0)} {Words(JsonDocument.Parse(reader.GetString(4)).RootElement, names[lane])}");
        }
        return rows.ToDictionary(pair => pair.Key, IReadOnlyList<string> (pair) => pair.Value);
    }

    private static string Words(JsonElement row, Dictionary<long, int> names) => string.Join(", ",
        from column in row.EnumerateObject()
        where !LeftOut.Contains(column.Name, StringComparer.Ordinal)
        let isId = Ids.Contains(column.Name, StringComparer.Ordinal)
        select $"{column.Name} {(isId ? Name(column.Value, names) : column.Value.GetRawText())}");

    private static string Name(JsonElement id, Dictionary<long, int> names)
    {
        if (id.ValueKind != JsonValueKind.Number)
            return id.GetRawText();
        var number = id.GetInt64();
        if (!names.TryGetValue(number, out var name))
            names.Add(number, name = names.Count + 1);
        return $"#{name}";
    }
}
