using ForceOps.Postgres.Orgs;

namespace ForceOps.Api.Access;

/// <summary>
/// Defines the currency and the processing codes of every fresh org (contract/sandbox.md). The reversal codes of the transfer
/// codes are ForceOps's own choice: the contract says only that such codes exist.
/// </summary>
internal static class DefaultSeed
{
    internal static readonly OrgTemplate Org = new(Currency.Usd,
    [
        Code("090907", BalanceImpact.Credit, "Forced credit", "090908"),
        Code("090908", BalanceImpact.Debit, "Forced debit", "090907"),
        Code("090910", BalanceImpact.Credit, "Forced credit with a fixed fee", "090908", new FeeRule(Fixed: 1.50m, Percent: 0)),
        Code("090911", BalanceImpact.Debit, "Forced debit with a fee of 2 percent", "090907", new FeeRule(Fixed: 0, Percent: 2)),
        Code("090900", BalanceImpact.None, "Recorded only", null),
        Code("100001", BalanceImpact.Credit, "Cash-in", "100011"),
        Code("100002", BalanceImpact.Debit, "Cash-out", "100012"),
        Code("100003", BalanceImpact.Debit, "Transfer debit", "100013"),
        Code("100004", BalanceImpact.Credit, "Transfer credit", "100014"),
        Code("100011", BalanceImpact.Debit, "Cash-in canceled", null),
        Code("100012", BalanceImpact.Credit, "Cash-out canceled", null),
        Code("100013", BalanceImpact.Credit, "Transfer debit canceled", null),
        Code("100014", BalanceImpact.Debit, "Transfer credit canceled", null),
        OfHeldFunds("200001", BalanceImpact.Debit, "Hold funds", "200011"),
        OfHeldFunds("200002", BalanceImpact.Debit, "Held funds transferred", "200012"),
        OfHeldFunds("200011", BalanceImpact.Credit, "Held funds released", null),
        OfHeldFunds("200012", BalanceImpact.Credit, "Held funds transfer canceled", null),
        Code(MerchantCodes.Sale.Text, BalanceImpact.Credit, "Merchant sale", MerchantCodes.Refund.Text),
        Code(MerchantCodes.Refund.Text, BalanceImpact.Debit, "Merchant refund", MerchantCodes.Sale.Text),
    ]);

    private static ProcessingRule OfHeldFunds(string code, BalanceImpact impact, string description, string? reversal) =>
        Code(code, impact, description, reversal) with { OperationType = OperationType.HoldFunds };

    private static ProcessingRule Code(string code, BalanceImpact impact, string description, string? reversal, FeeRule? fee = null) =>
        new(ProcessingCode.Parse(code), impact, description, reversal is null ? null : ProcessingCode.Parse(reversal), fee);
}
