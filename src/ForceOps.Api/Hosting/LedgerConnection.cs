namespace ForceOps.Api.Hosting;

/// <summary>Where the ledger is, known once the start has found or started a PostgreSQL.</summary>
internal sealed class LedgerConnection
{
    private string? _connectionString;

    /// <exception cref="InvalidOperationException">Asked for before the start was through: the readiness gate prevents it.</exception>
    internal string ConnectionString
    {
        get => _connectionString ?? throw new InvalidOperationException("the ledger is not started yet");
        set => _connectionString = value;
    }
}
