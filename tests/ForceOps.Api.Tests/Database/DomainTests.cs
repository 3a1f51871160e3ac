using ForceOps.Api.Tests.Storm;

namespace ForceOps.Api.Tests.Database;

/// <summary>
/// A CHECK is parsed and planned by every statement that writes to its table; what a domain demands is kept by the session.
/// </summary>
public sealed class DomainTests(LedgerRows rows) : IClassFixture<LedgerRows>
{
    [Fact]
    public async Task What_holds_of_one_column_of_a_posting_is_its_domain_and_no_check_of_the_table() =>
        Assert.Empty(await Sql.RowsAsync(
            rows.Database,
            """
            SELECT conname FROM pg_constraint WHERE contype = 'c' AND cardinality(conkey) = 1
                AND conrelid IN ('accounts'::regclass, 'authorizations'::regclass, 'movements'::regclass)
            """));

    [Fact]
    public async Task Every_domain_has_one_constraint_of_its_own_name_so_that_an_error_tells_it()
    {
        var domains = await Sql.RowsAsync(
            rows.Database,
            """
            SELECT typname, string_agg(conname, ',') FROM pg_type LEFT JOIN pg_constraint ON contypid = pg_type.oid
            WHERE typtype = 'd' AND typnamespace = 'public'::regnamespace GROUP BY typname
            """);
        Assert.NotEmpty(domains);
        Assert.All(domains, domain => Assert.Equal(domain.Split(' ')[0], domain.Split(' ')[1]));
    }
}
