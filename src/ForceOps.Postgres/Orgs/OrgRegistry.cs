using System.Collections.Concurrent;
using ForceOps.Postgres.Books;
using ForceOps.Postgres.Outage;
using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ForceOps.Postgres.Orgs;

/// <summary>
/// Makes and finds the orgs of the ledger. A new org takes three short statements, so that every test can have its own org.
/// </summary>
public sealed class OrgRegistry(NpgsqlDataSource database, IDbContextFactory<LedgerDbContext> contexts, TimeProvider clock,
    LedgerPulse pulse)
{
    private readonly ConcurrentDictionary<OrgId, bool> _known = new();

    /// <summary>
    /// Makes the org from the template unless it exists. Two processes may do this at the same time: one of them makes it, and
    /// both find it.
    /// </summary>
    public ValueTask EnsureAsync(OrgId org, OrgTemplate template) =>
        _known.ContainsKey(org)
            ? ValueTask.CompletedTask
            : new ValueTask(pulse.BoundAsync(PoolThreads.RunAsync(() => MakeAsync(org, template))));

    /// <summary>Tells whether the org exists. Once the org was found, the database is not asked again.</summary>
    public ValueTask<bool> ExistsAsync(OrgId org) =>
        _known.ContainsKey(org)
            ? ValueTask.FromResult(true)
            : new ValueTask<bool>(pulse.BoundAsync(PoolThreads.RunAsync(() => FindAsync(org))));

    public async Task<IReadOnlyList<OrgId>> ListAsync(OrgId? after, int limit)
    {
        await using var context = await contexts.CreateDbContextAsync();
        var orgs = after is { } last ? context.Orgs.Where(row => row.Org > last.Value) : context.Orgs;
        return [.. (await orgs.OrderBy(row => row.Org).Select(row => row.Org).Take(limit).ToListAsync()).Select(org => new OrgId(org))];
    }

    private async Task<bool> FindAsync(OrgId org)
    {
        await using var context = await contexts.CreateDbContextAsync();
        var exists = await context.Orgs.AnyAsync(row => row.Org == org.Value);
        if (exists)
            _known[org] = true;
        return exists;
    }

    private async Task<bool> MakeAsync(OrgId org, OrgTemplate template)
    {
        if (await FindAsync(org))
            return true;
        var codes = template.Codes;
        // The book first, with its codes, and then the pointer at it, as a switch does. Two processes that do this at once make one book:
        // the first book of an org has the org's id.
        await using var make = database.CreateCommand(
            """
            WITH opened AS (INSERT INTO books (book, created_at) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING book)
            INSERT INTO processing_codes (book, code, impact, description, reversal_code, fee_fixed, fee_percent, fee_method, operation_type)
            SELECT opened.book, codes.* FROM opened, unnest($3, $4, $5, $6, $7, $8, $9, $10) AS codes
            """);
        make.Parameters.AddRange(new NpgsqlParameter[]
        {
            new() { Value = BookId.FirstOf(org).Value },
            new() { Value = clock.GetUtcNow().UtcDateTime },
            new() { Value = codes.Select(rule => rule.Code.Text).ToArray() },
            new() { Value = codes.Select(rule => (short)rule.Impact).ToArray() },
            new() { Value = codes.Select(rule => rule.Description).ToArray() },
            new() { Value = codes.Select(rule => rule.ReversalCode?.Text).ToArray() },
            new() { Value = codes.Select(rule => rule.Fee?.Fixed ?? 0).ToArray() },
            new() { Value = codes.Select(rule => rule.Fee?.Percent ?? 0).ToArray() },
            new() { Value = codes.Select(rule => ColumnText.Of(rule.Fee?.Method ?? FeeMethod.Sum)).ToArray() },
            new() { Value = codes.Select(rule => ColumnText.Of(rule.OperationType)).ToArray() },
        });
        await make.ExecuteNonQueryAsync();
        await using var point = database.CreateCommand(
            "INSERT INTO orgs (org, book, currency, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING");
        point.Parameters.AddRange(new NpgsqlParameter[]
        {
            new() { Value = org.Value },
            new() { Value = BookId.FirstOf(org).Value },
            new() { Value = template.Currency.Code },
            new() { Value = clock.GetUtcNow().UtcDateTime },
        });
        await point.ExecuteNonQueryAsync();
        return _known[org] = true;
    }
}

/// <summary>Holds what a new org begins with.</summary>
public sealed record OrgTemplate(Currency Currency, IReadOnlyList<ProcessingRule> Codes)
{
    /// <summary>
    /// The statuses beside the pre-defined ones. A seed names them, and only a reset makes them: an org that is made on first use
    /// has none.
    /// </summary>
    public IReadOnlyList<StatusRule> Statuses { get; init; } = [];
}
