using Npgsql;

namespace ForceOps.Postgres;

/// <summary>
/// Ids from the ledger's sequence for what gets its name before it is posted, if it ever is. One round trip in two thousand; a block
/// belongs to one process, and what is left of it when the process ends is never used.
/// </summary>
public sealed class IdBlocks(NpgsqlDataSource database) : IDisposable
{
    /// <summary>The increment of the sequence in the first migration.</summary>
    private const int Size = Writing.BooksLoader.IdBlock;

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
