using Npgsql;

namespace ForceOps.Postgres.Writing;

/// <summary>The columns of an account that the rules need, and how a row becomes one. Forces need few; only transfers look at funds.</summary>
internal static class AccountColumns
{
    internal const string List = "id, kind, status, currency, balance, version, processing = 'delayed'";

    internal const string WithFunds = List + ", credit_limit, limit_per_operation, limit_per_day, spent_on, spent";

    internal static Account Read(NpgsqlDataReader row, bool withFunds) =>
        new(row.GetInt64(0), StoredText.ToAccountKind(row.GetString(1)), Currency.Parse(row.GetString(3)), row.GetDecimal(4))
        {
            Version = row.GetInt64(5),
            Status = StoredText.ToAccountStatus(row.GetString(2)),
            IsDelayed = row.GetBoolean(6),
            Funds = withFunds
                ? new AccountFunds(
                    row.GetDecimal(7),
                    row.IsDBNull(8) ? null : row.GetDecimal(8),
                    row.IsDBNull(9) ? null : row.GetDecimal(9),
                    row.IsDBNull(10) ? null : row.GetFieldValue<DateOnly>(10),
                    row.GetDecimal(11))
                : null,
        };
}
