using ForceOps.Postgres.Books;
using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ForceOps.Postgres.Orgs;

/// <summary>Closes an org's batch of card sales.</summary>
public sealed class Settlements(IDbContextFactory<LedgerDbContext> contexts)
{
    /// <summary>
    /// Settles everything posted until now. Returns the number of merchants' operations that this adds to the settled ones.
    /// </summary>
    public async Task<long> SettleAsync(OrgId org)
    {
        await using var context = await contexts.CreateDbContextAsync();
        await using var transaction = await context.Database.BeginTransactionAsync();
        var before = await BookSwitch.LockAsync(context, org);
        // This id is above every id that was given out before, and below every id to come.
        var now = await context.NextIdAsync();
        await context.Orgs.Where(row => row.Org == org.Value).ExecuteUpdateAsync(set => set.SetProperty(row => row.SettledBelow, now));
        var settled = await context.AuthorizationsOf(before.Book).LongCountAsync(
            row => row.Id >= before.SettledBelow && row.Id < now && row.Channel != "pismo");
        await transaction.CommitAsync();
        return settled;
    }
}

/// <summary>
/// Takes ids from the ledger's sequence for what gets its id before it is posted, if it is ever posted. One round trip gives two
/// thousand ids. A block belongs to one process, and what is left of it when the process ends is never used.
/// </summary>
public sealed class IdBlocks(NpgsqlDataSource database) : IDisposable
{
    /// <summary>The number of ids in a block: the increment of the sequence in the first migration.</summary>
    private const int Size = Writing.BatchLoader.IdBlock;

    private readonly SemaphoreSlim _one = new(1, 1);
    private long _next;
    private long _end;

    public async ValueTask<long> NextAsync()
    {
        await _one.WaitAsync();
        try
        {
            if (_next == _end)
            {
                await using var command = database.CreateCommand("SELECT nextval('ledger_ids')");
                _next = (long)(await command.ExecuteScalarAsync())!;
                _end = _next + Size;
            }
            return _next++;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();
}
