using ForceOps.Api.Http;
using ForceOps.Postgres.Orgs;

namespace ForceOps.Api.Pismo.Accounts;

/// <summary>
/// Handles <c>GET /balances-limits/v1/accounts/{accountId}/limits</c> (Pismo, get-v1-account-limit; the path is ForceOps's choice).
/// </summary>
internal static class GetLimitsEndpoint
{
    internal static async Task<IResult> GetAsync(HttpContext http, string accountId, PismoGate gate, StatusChanges accounts)
    {
        var (call, error) = await gate.AdmitAsync(http, TokenReach.Any);
        if (error is not null)
            return error;
        var (id, pathError) = AccountPath.Read(call, accountId);
        if (pathError is not null)
            return pathError;
        return await accounts.FindAsync(call.Org, id) is var (account, _)
            ? JsonResponse.Of(LimitsResponse.Of(AccountAmounts.Of(account)), PismoJson.Default.LimitsResponse)
            : PismoErrors.NoSuchAccount();
    }
}

/// <summary>
/// Shows the limits of an account (Pismo, working-with-limits-objects). An account without a credit limit is a debit account: what
/// it can spend is its balance.
/// </summary>
/// <param name="AvailableCreditLimit">What the account can still spend: balance and credit limit without what is held.</param>
/// <param name="TotalCreditLimit">The credit limit.</param>
/// <param name="MaxCreditLimit">The credit limit.</param>
/// <param name="WithdrawalCreditLimit">The credit limit.</param>
/// <param name="PercentageOverLimit">Always 0: no account may spend more than its limit.</param>
/// <param name="HeldAmount">The amount that is held.</param>
/// <param name="OverdraftAmount">The amount by which the balance is below 0.</param>
internal sealed record LimitsResponse(
    decimal AvailableCreditLimit, decimal TotalCreditLimit, decimal MaxCreditLimit, decimal WithdrawalCreditLimit,
    decimal PercentageOverLimit, decimal HeldAmount, decimal OverdraftAmount)
{
    internal static LimitsResponse Of(AccountAmounts amounts) => new(
        amounts.Available, amounts.CreditLimit, amounts.CreditLimit, amounts.CreditLimit, 0, amounts.Held, amounts.Overdraft);
}
