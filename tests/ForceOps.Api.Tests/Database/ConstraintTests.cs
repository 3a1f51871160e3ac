using ForceOps.Api.Tests.Service;
using Npgsql;

namespace ForceOps.Api.Tests.Database;

/// <summary>The database refuses what the rules refuse: the second guard of every invariant, told by SQLSTATE and constraint.</summary>
public sealed class ConstraintTests(LedgerRows rows) : IClassFixture<LedgerRows>
{
    private const string Check = PostgresErrorCodes.CheckViolation;
    private const string Unique = PostgresErrorCodes.UniqueViolation;
    private const string Foreign = PostgresErrorCodes.ForeignKeyViolation;
    private const string NotNull = PostgresErrorCodes.NotNullViolation;

    private const string Nameless = "the error of another server has no constraint's name";

    [Theory]
    [InlineData("amount = 0", Check, "positive_amount")]
    [InlineData("amount = -0.01", Check, "positive_amount")]
    [InlineData("fee = -0.01", Check, "nonnegative_amount")]
    [InlineData("canceled_amount = 10.01", Check, "authorizations_canceled")]
    [InlineData("canceled_amount = -0.01", Check, "authorizations_canceled")]
    [InlineData("canceled_fee = 1.01", Check, "authorizations_canceled")]
    [InlineData("canceled_fee = -0.01", Check, "authorizations_canceled")]
    [InlineData("parent_id = 1, canceled_amount = 1", Check, "authorizations_cancellation_stays")]
    [InlineData("parent_id = 1, canceled_fee = 1", Check, "authorizations_cancellation_stays")]
    [InlineData("parent_id = 77", Foreign, "authorizations_parent")]
    [InlineData("id = 1", Unique, "authorizations_pkey")]
    [InlineData("id = 0", Check, "positive_id")]
    [InlineData("tracking_id = 'first'", Unique, "authorizations_tracking_id")]
    [InlineData("tracking_id = ''", Check, "tracking_id")]
    [InlineData("tracking_id = repeat('x', 66)", Check, "tracking_id")]
    [InlineData("tracking_id = NULL", Check, "authorizations_owner")]
    [InlineData("type = 'BLOCK'", Check, "authorization_type")]
    [InlineData("channel = 'mail'", Check, "channel")]
    [InlineData("impact = 2", Check, "balance_impact")]
    [InlineData("impact = -2", Check, "balance_impact")]
    [InlineData("descriptor = repeat('x', 501)", Check, "descriptor")]
    [InlineData("descriptor = repeat('x', 500) || ' '", Check, "descriptor")]
    [InlineData("metadata = repeat('x', 8193)", Check, "metadata")]
    [InlineData("metadata = repeat('ß', 4097)", Check, "metadata")]
    [InlineData("cid = repeat('x', 65)", Check, "correlation_id")]
    [InlineData("external = repeat('x', 801)", Check, "external_party")]
    [InlineData("original_id = 5", Check, "authorizations_original")]
    [InlineData("original_on_network = true", Check, "authorizations_original")]
    [InlineData("amount = 10000000000000000", PostgresErrorCodes.NumericValueOutOfRange, null)]
    [InlineData("currency = NULL", NotNull, null)]
    [InlineData("event_date = NULL", NotNull, null)]
    public Task An_authorization_is_refused_with(string columns, string state, string? constraint) =>
        RefusesInsertAsync("authorizations", "authorizations WHERE id = 1", "id = 50, tracking_id = 'other'", columns, state, constraint);

    [Theory]
    [InlineData("amount = 0", Check, "positive_amount")]
    [InlineData("amount = -10", Check, "positive_amount")]
    [InlineData("debit_account = 1, debit_balance = 0", Check, "movements_sides")]
    [InlineData("debit_account = 0, debit_balance = 0", Check, "movements_sides")]
    [InlineData("credit_account = 0", Check, "movements_sides")]
    [InlineData("debit_account = 2", Check, "movements_balances")]
    [InlineData("debit_balance = 5", Check, "movements_balances")]
    [InlineData("credit_balance = NULL", Check, "movements_balances")]
    [InlineData("kind = 'gift'", Check, "movement_kind")]
    [InlineData("id = 2", Unique, "movements_pkey")]
    public Task A_movement_is_refused_with(string columns, string state, string? constraint) =>
        RefusesInsertAsync("movements", "movements WHERE id = 2", "id = 50", columns, state, constraint);

    [Theory]
    [InlineData("id = 1", Unique, "accounts_pkey")]
    [InlineData("id = 0", Check, "positive_id")]
    [InlineData("id = -1", Check, "positive_id")]
    [InlineData("book = '22222222-2222-2222-2222-222222222222'", Foreign, "accounts_org")]
    [InlineData("kind = 'internal'", Check, "account_kind")]
    [InlineData("status = 'asleep'", Check, "account_status")]
    [InlineData("processing = 'slow'", Check, "account_processing")]
    [InlineData("currency = 'USDX'", Check, "currency_code")]
    [InlineData("credit_limit = -1", Check, "nonnegative_amount")]
    [InlineData("limit_per_operation = -1", Check, "nonnegative_amount")]
    [InlineData("limit_per_day = -1", Check, "nonnegative_amount")]
    [InlineData("spent = -1", Check, "nonnegative_total")]
    [InlineData("held = -1", Check, "nonnegative_total")]
    public Task An_account_is_refused_with(string columns, string state, string? constraint) =>
        RefusesInsertAsync("accounts", "accounts WHERE id = 1", "id = 50", columns, state, constraint);

    [Theory]
    [InlineData("code = '090907'", Unique, "processing_codes_pkey")]
    [InlineData("code = 'ab'", Check, "processing_codes_code")]
    [InlineData("code = 'ab cd1'", Check, "processing_codes_code")]
    [InlineData("impact = 2", Check, "processing_codes_impact")]
    [InlineData("description = repeat('x', 51)", Check, "processing_codes_description")]
    [InlineData("fee_fixed = -1", Check, "processing_codes_fee")]
    [InlineData("fee_percent = -1", Check, "processing_codes_fee")]
    [InlineData("operation_type = 'HELD'", Check, "operation_type")]
    [InlineData("book = '22222222-2222-2222-2222-222222222222'", Foreign, "processing_codes_org")]
    public Task A_processing_code_is_refused_with(string columns, string state, string? constraint) =>
        RefusesInsertAsync("processing_codes", "processing_codes", "code = '111111'", columns, state, constraint);

    [Theory]
    [InlineData("currency = 'usd'", Check, "orgs_currency")]
    [InlineData("org = '" + LedgerRows.Org + "'", Unique, "orgs_pkey")]
    [InlineData("book = '" + LedgerRows.Org + "'", Unique, "orgs_book_once")]
    [InlineData("book = '44444444-4444-4444-4444-444444444444'", Foreign, "orgs_book")]
    public Task An_org_is_refused_with(string columns, string state, string? constraint) =>
        RefusesInsertAsync("orgs", "orgs", $"org = '{LedgerRows.Spare}', book = '{LedgerRows.Spare}'", columns, state, constraint);

    [Theory]
    [InlineData("canceled_amount = 10.01", "authorizations_canceled")]
    [InlineData("canceled_fee = 1.01", "authorizations_canceled")]
    [InlineData("canceled_amount = -0.01", "authorizations_canceled")]
    public async Task More_than_was_posted_cannot_become_canceled_later(string change, string constraint)
    {
        TestPostgres.SkipOnCluster(rows.Database, Nameless);
        AssertRefused(await rows.TryAsync($"UPDATE authorizations SET {change} WHERE id = 1"), Check, constraint);
    }

    /// <summary>Copies a right row with a key of its own, which passes, and then with the wrong columns too, which must not.</summary>
    private async Task RefusesInsertAsync(string table, string source, string key, string columns, string state, string? constraint)
    {
        TestPostgres.SkipOnCluster(rows.Database, Nameless);
        // An update of a copy in a table without constraints, then an insert of what it became. The copy takes the
        // domains along and is to be without them too: it is the insert that has to be refused.
        string Copy(string changes) =>
            $"""
            CREATE TEMP TABLE copy AS SELECT * FROM {source};
            DO $$ DECLARE bare text; BEGIN
                SELECT string_agg(format('ALTER COLUMN %I TYPE %s', attname, format_type(typbasetype, typtypmod)), ', ') INTO bare
                FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid WHERE attrelid = 'copy'::regclass AND typtype = 'd';
                IF bare IS NOT NULL THEN EXECUTE 'ALTER TABLE copy ' || bare; END IF;
            END $$;
            UPDATE copy SET {key};
            {changes}
            INSERT INTO {table} SELECT * FROM copy;
            """;
        Assert.Null(await rows.TryAsync(Copy("")));
        AssertRefused(await rows.TryAsync(Copy($"UPDATE copy SET {columns};")), state, constraint);
    }

    private static void AssertRefused(PostgresException? refusal, string state, string? constraint)
    {
        Assert.NotNull(refusal);
        Assert.Equal((state, constraint), (refusal.SqlState, refusal.ConstraintName));
    }
}
