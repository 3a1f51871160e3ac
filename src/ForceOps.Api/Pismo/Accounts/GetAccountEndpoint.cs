using System.ComponentModel.DataAnnotations;
using ForceOps.Api.Access;
using ForceOps.Api.Http;
using ForceOps.Postgres.Orgs;
using ForceOps.Postgres.Schema;
using Microsoft.OpenApi;

namespace ForceOps.Api.Pismo.Accounts;

/// <summary>
/// Handles <c>GET /accounts/v1/accounts/{accountId}</c> (Pismo, get-accounts-v1-accounts). The query parameter show_children is
/// taken and changes nothing: no account of the ledger has children.
/// </summary>
internal static class GetAccountEndpoint
{
    internal static readonly RequestQueries Queries = new(new RequestParameter(
        "show_children", "Changes nothing: no account has children.") { Type = JsonSchemaType.Boolean });

    internal static async Task<IResult> GetAsync(HttpContext http, string accountId, PismoGate gate, StatusChanges accounts)
    {
        var (call, error) = await gate.AdmitAsync(http, TokenReach.Any);
        if (error is not null)
            return error;
        var (id, pathError) = AccountPath.Read(call, accountId);
        if (pathError is not null)
            return pathError;
        return await accounts.FindAsync(call.Org, id) is var (account, status)
            ? JsonResponse.Of(AccountResponse.Of(call.Org, account, status), PismoJson.Default.AccountResponse)
            : PismoErrors.NoSuchAccount();
    }
}

/// <summary>
/// Shows an account (Pismo, get-accounts-v1-accounts). The ledger knows the id, the org, the status, the balance and the limits. The
/// other members are constants, which a seed and PUT /sandbox/accounts/{id} can set for each account.
/// </summary>
/// <param name="Id">The id of the account.</param>
/// <param name="AcquisitionId">The id of the application by which the account was opened; not real.</param>
/// <param name="DocumentNumber">The document of the holder; not real.</param>
/// <param name="EntityType">The kind of the holder; not real.</param>
/// <param name="Name">The name of the holder; not real.</param>
/// <param name="Email">The address of the holder; not real.</param>
/// <param name="Org">The org: TN- and a UUID.</param>
/// <param name="ProgramName">The name of the account's program; not real.</param>
/// <param name="ProgramType">The type of the account's program; not real.</param>
/// <param name="Status">The status: NORMAL, BLOCKED, CANCELLED, DEBIT_ONLY or a status of the org.</param>
/// <param name="StatusReasonId">The id of the reason for the status; null when none was given.</param>
/// <param name="StatusReasonDescription">The words about the reason for the status; null when none were given.</param>
/// <param name="CollectionsStatus">The status of the collection of debts; not real.</param>
/// <param name="OpenDueDate">The due date of the open statement; not real.</param>
/// <param name="CurrentCicle">The number of the open statement; not real. The name is Pismo's.</param>
/// <param name="CurrentBalance">The balance: the sum of all movements.</param>
/// <param name="AvailableWithdrawalCredit">What the account can still spend.</param>
/// <param name="AvailableMonthlyCredit">What the account can still spend.</param>
/// <param name="AvailableTotalInstallmentCredit">What the account can still spend.</param>
/// <param name="WithdrawalCreditLimit">The credit limit.</param>
/// <param name="MonthlyCreditLimit">The credit limit.</param>
/// <param name="TotalInstallmentCreditLimit">The credit limit.</param>
/// <param name="TotalCreditLimit">The credit limit.</param>
/// <param name="MaxCreditLimit">The credit limit.</param>
/// <param name="AvailableCreditLimit">What the account can still spend: balance and credit limit without what is held.</param>
internal sealed record AccountResponse(
    long Id, string AcquisitionId, string DocumentNumber, string EntityType, string Name, string Email, string Org, string ProgramName,
    string ProgramType, string Status, long? StatusReasonId, string? StatusReasonDescription, string CollectionsStatus,
    [property: DataType(DataType.Date)] string OpenDueDate, int CurrentCicle, decimal CurrentBalance, decimal AvailableWithdrawalCredit,
    decimal AvailableMonthlyCredit, decimal AvailableTotalInstallmentCredit, decimal WithdrawalCreditLimit, decimal MonthlyCreditLimit,
    decimal TotalInstallmentCreditLimit, decimal TotalCreditLimit, decimal MaxCreditLimit, decimal AvailableCreditLimit)
{
    internal static AccountResponse Of(OrgId org, AccountRow account, StatusReason status)
    {
        var (profile, amounts) = (AccountProfile.Read(account.Profile), AccountAmounts.Of(account));
        var (limit, available) = (amounts.CreditLimit, amounts.Available);
        return new AccountResponse(
            account.Id, profile.AcquisitionId ?? "1", profile.DocumentNumber ?? "00000000000", profile.EntityType ?? "PERSON",
            profile.Name ?? "Account holder", profile.Email ?? "holder@example.com", org.ToString(), profile.ProgramName ?? "ForceOps",
            profile.ProgramType ?? "PREPAID", status.Status.Text, status.ReasonId, status.Description, profile.CollectionsStatus ?? "NORMAL",
            profile.OpenDueDate ?? "2099-12-31", profile.CurrentCicle ?? 1, amounts.Balance, available, available, available, limit, limit,
            limit, limit, limit, available);
    }
}

/// <summary>Holds the sums of an account that Pismo's answers show.</summary>
/// <param name="Balance">The sum of all movements.</param>
/// <param name="CreditLimit">The amount by which the balance may go below 0.</param>
/// <param name="Held">The amount that is held and cannot be spent.</param>
internal readonly record struct AccountAmounts(decimal Balance, decimal CreditLimit, decimal Held)
{
    internal decimal Available => Balance + CreditLimit - Held;

    /// <summary>The amount by which the balance is below 0.</summary>
    internal decimal Overdraft => Math.Max(0, -Balance);

    internal static AccountAmounts Of(AccountRow account) => new(account.Balance, account.CreditLimit, account.Held);
}
