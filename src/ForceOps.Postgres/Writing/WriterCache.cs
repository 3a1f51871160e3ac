using System.Collections.Concurrent;
using ForceOps.Postgres.Books;
using ForceOps.Postgres.Orgs;
using ForceOps.Postgres.Schema;
using Npgsql;

namespace ForceOps.Postgres.Writing;

/// <summary>
/// Holds what a process remembers of the database between batches. Every entry may be out of date; every use of an entry is
/// checked after the locks.
/// </summary>
internal sealed record WriterCache(BookCache Books, AccountCache Accounts, RulesCache Rules)
{
    internal static WriterCache Empty(WriterOptions options) =>
        new(new BookCache(), new AccountCache(options.KnownAccountsMax), new RulesCache(options.OpenOnFirstUse));
}

/// <summary>
/// Caches the book that each org had when this process last looked. A batch begins with the cached book, since asking first would
/// be a round trip, and reads the true book after its locks: a wrong entry costs one more run and never a wrong posting.
/// </summary>
internal sealed class BookCache
{
    private readonly ConcurrentDictionary<OrgId, BookId> _switched = new();

    internal BookId Of(OrgId org) => _switched.TryGetValue(org, out var book) ? book : BookId.FirstOf(org);

    internal void Remember(OrgId org, BookId book) => _switched[org] = book;
}

/// <summary>
/// Caches rules and clocks of orgs under the book and the version that every batch reads anyway: a change counts from the next
/// batch on, in every process.
/// </summary>
internal sealed class RulesCache(bool openOnFirstUse)
{
    private readonly ConcurrentDictionary<OrgId, (BookId Book, long Version, OrgRules Rules, OrgClock Clock)> _known = new();

    /// <summary>Gets the rules as last read; a caller who decides on them must have book and version compared.</summary>
    internal bool TryGet(OrgId org, out (BookId Book, long Version, OrgRules Rules, OrgClock Clock) known) =>
        _known.TryGetValue(org, out known);

    internal async ValueTask<(OrgRules Rules, OrgClock Clock)> GetAsync(NpgsqlConnection connection, OrgId org, LoadedRows loaded)
    {
        if (_known.TryGetValue(org, out var known) && known.Book == loaded.Book && known.Version == loaded.RulesVersion)
            return (known.Rules, known.Clock);
        var rules = new OrgRules(Currency.Parse(loaded.Currency), openOnFirstUse, await LoadAsync(connection, loaded.Book))
        {
            Statuses = await LoadStatusesAsync(connection, loaded.Book),
        };
        var clock = await LoadClockAsync(connection, org);
        _known[org] = (loaded.Book, loaded.RulesVersion, rules, clock);
        return (rules, clock);
    }

    private static async Task<OrgClock> LoadClockAsync(NpgsqlConnection connection, OrgId org)
    {
        await using var command = new NpgsqlCommand("SELECT clock_frozen_at, clock_offset FROM orgs WHERE org = $1", connection)
        {
            Parameters = { new NpgsqlParameter<Guid> { TypedValue = org.Value } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return new OrgClock(reader.IsDBNull(0) ? null : reader.GetFieldValue<DateTimeOffset>(0),
            reader.IsDBNull(1) ? null : reader.GetTimeSpan(1));
    }

    private static async Task<IReadOnlyDictionary<AccountStatus, StatusRule>> LoadStatusesAsync(NpgsqlConnection connection, BookId book)
    {
        await using var command = new NpgsqlCommand(
            "SELECT status, allowed_operations, is_final FROM account_statuses WHERE book = $1", connection)
        {
            Parameters = { new NpgsqlParameter<Guid> { TypedValue = book.Value } },
        };
        Dictionary<AccountStatus, StatusRule>? statuses = null;
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var rule = new StatusRule(
                AccountStatus.Parse(reader.GetString(0)), ColumnText.ToAllowedOperations(reader.GetString(1)), reader.GetBoolean(2));
            statuses ??= new(StatusRule.Predefined);
            statuses[rule.Status] = rule;
        }
        return statuses ?? StatusRule.Predefined;
    }

    private static async Task<Dictionary<ProcessingCode, ProcessingRule>> LoadAsync(NpgsqlConnection connection, BookId book)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT code, impact, description, reversal_code, fee_fixed, fee_percent, fee_method, operation_type
            FROM processing_codes WHERE book = $1
            """, connection)
        {
            Parameters = { new NpgsqlParameter<Guid> { TypedValue = book.Value } },
        };
        var codes = new Dictionary<ProcessingCode, ProcessingRule>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var rule = new ProcessingRule(
                ProcessingCode.Parse(reader.GetString(0)),
                (BalanceImpact)reader.GetInt16(1),
                reader.IsDBNull(2) ? null : reader.GetString(2),
                reader.IsDBNull(3) ? null : ProcessingCode.Parse(reader.GetString(3)),
                FeeRule.Charging(reader.GetDecimal(4), reader.GetDecimal(5), ColumnText.ToFeeMethod(reader.GetString(6))))
            {
                OperationType = ColumnText.ToOperationType(reader.GetString(7)),
            };
            codes.Add(rule.Code, rule);
        }
        return codes;
    }
}
