namespace ForceOps.Postgres.Writing;

/// <summary>What a batch found in the database.</summary>
/// <param name="Currency">Of the org.</param>
/// <param name="RulesVersion">Of the org's processing codes.</param>
/// <param name="FirstId">First of the batch's block of ids.</param>
/// <param name="Accounts">Locked.</param>
/// <param name="Authorizations">Read after the locks.</param>
internal sealed record LoadedRows(
    string Currency, long RulesVersion, long FirstId, List<Account> Accounts, List<Authorization> Authorizations);
