namespace ForceOps.Postgres.Writing;

/// <summary>What a batch found in the database.</summary>
/// <param name="Book">That the org points at now; the rows are of the one that was asked for.</param>
/// <param name="Currency">Of the org.</param>
/// <param name="RulesVersion">Of the org's processing codes.</param>
/// <param name="SettledBelow">Of the org: what has a smaller id is settled.</param>
/// <param name="FirstId">First of the batch's block of ids.</param>
/// <param name="Accounts">Locked.</param>
/// <param name="Authorizations">Read after the locks.</param>
internal sealed record LoadedRows(
    BookId Book, string Currency, long RulesVersion, long SettledBelow, long FirstId, List<Account> Accounts, List<Authorization> Authorizations);
