namespace ForceOps.Postgres.Writing;

/// <summary>An account as this process last saw or wrote it: what a plain force needs to be decided, and no more.</summary>
/// <param name="Kind">Never changes.</param>
/// <param name="Currency">Of all its movements.</param>
/// <param name="Balance">After the latest batch, which may not be committed yet.</param>
/// <param name="Version">The same; the database compares it.</param>
/// <param name="IsDelayed">Then the ordinary way is taken.</param>
internal readonly record struct KnownAccount(AccountKind Kind, Currency Currency, decimal Balance, long Version, bool IsDelayed)
{
    /// <param name="account">As the batch left it.</param>
    /// <param name="isWritten">Whether its row was updated, which raises the version.</param>
    internal static KnownAccount After(Account account, bool isWritten) =>
        new(account.Kind, account.Currency, account.Balance, account.Version + (isWritten ? 1 : 0), account.IsDelayed);

    internal Account ToAccount(long id) => new(id, Kind, Currency, Balance) { Version = Version, IsDelayed = IsDelayed };
}
