using ForceOps.Postgres.Orgs;
using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres.Writing;

/// <summary>
/// Lets the ledger decide about a force and posts nothing. The card dialects ask it before they decline a sale, since the ledger's
/// own refusals (no such merchant, wrong currency) come before a decline.
/// </summary>
public sealed class TrialDecisions(IDbContextFactory<LedgerDbContext> contexts, OrgClocks clocks, WriterOptions options)
{
    /// <summary>
    /// Returns the refusal that the force would get now; null when it would be posted, or when its tracking id is in use.
    /// </summary>
    public async Task<Outcome.Rejected?> RefusalOfAsync(OrgId org, Force force)
    {
        // The clock is read before the context: a caller that holds a connection must not wait for another connection.
        var now = await clocks.NowAsync(org);
        await using var context = await contexts.CreateDbContextAsync();
        if (await context.AuthorizationsOf(org).AnyAsync(row => row.TrackingId == force.TrackingId.Text))
            return null;
        var currency = await context.Orgs.Where(row => row.Org == org.Value).Select(row => row.Currency).SingleAsync();
        var code = await context.CodesOf(org).SingleOrDefaultAsync(row => row.Code == force.ProcessingCode.Text);
        var codes = new Dictionary<ProcessingCode, ProcessingRule>();
        if (code is not null)
        {
            codes[force.ProcessingCode] = new ProcessingRule(
                force.ProcessingCode, (BalanceImpact)code.Impact, code.Description, ReversalCode: null,
                FeeRule.Charging(code.FeeFixed, code.FeePercent));
        }
        var state = new LedgerState(new OrgRules(Currency.Parse(currency), options.OpenOnFirstUse, codes), now, firstId: 1);
        if (await context.AccountsOf(org).SingleOrDefaultAsync(row => row.Id == force.AccountId) is { } account)
            state.Load(new Account(account.Id, ColumnText.ToAccountKind(account.Kind), Currency.Parse(account.Currency), account.Balance));
        return Ledger.Decide(state, force) as Outcome.Rejected;
    }
}
