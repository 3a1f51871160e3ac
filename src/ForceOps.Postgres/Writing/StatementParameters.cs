using Npgsql;

namespace ForceOps.Postgres.Writing;

/// <summary>
/// Makes the writer's statements and their parameters: typed, so that the driver boxes nothing and asks no type of a value.
/// </summary>
internal static class StatementParameters
{
    /// <summary>Makes a statement whose first parameter is the book or the org, and so the key of one shard.</summary>
    internal static NpgsqlBatchCommand Statement(string sql, Guid key, params ReadOnlySpan<NpgsqlParameter> others)
    {
        var statement = new NpgsqlBatchCommand(sql) { Parameters = { Scalar(key) } };
        foreach (var parameter in others)
            statement.Parameters.Add(parameter);
        return statement;
    }

    /// <summary>
    /// Makes rows of the parameters from the first to the last, each of which is one column. Columns in the FROM clause, as
    /// <c>unnest($1, $2)</c>, look simpler, but the server puts each of them into a store of its own before it reads a row.
    /// </summary>
    internal static string Rows(int first, int last) =>
        $"(SELECT {string.Join(", ", Enumerable.Range(first, last - first + 1).Select(number => $"unnest(${number})"))})";

    internal static NpgsqlParameter<long[]> Array(IReadOnlyCollection<long> ids) => new() { TypedValue = [.. ids] };

    internal static NpgsqlParameter<string[]> Array(IReadOnlyCollection<TrackingId> ids) =>
        new() { TypedValue = [.. ids.Select(id => id.Text)] };

    internal static NpgsqlParameter<T> Scalar<T>(T value) => new() { TypedValue = value };

    /// <summary>
    /// Makes a column of times with an explicit type: the driver takes the type from the first element, and a null there makes
    /// the times behind it an error.
    /// </summary>
    internal static NpgsqlParameter<DateTime?[]> Times<TRow>(IReadOnlyList<TRow> rows, Func<TRow, DateTime?> value)
    {
        var column = Column(rows, value);
        column.NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.TimestampTz;
        return column;
    }

    internal static NpgsqlParameter<T[]> Column<TRow, T>(IReadOnlyList<TRow> rows, Func<TRow, T> value)
    {
        var column = new T[rows.Count];
        for (var i = 0; i < column.Length; i++)
            column[i] = value(rows[i]);
        return new() { TypedValue = column };
    }
}
