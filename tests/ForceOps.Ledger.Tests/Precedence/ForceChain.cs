namespace ForceOps.Tests;

internal static class ForceChain
{
    public static Chain Chain { get; } = new(
        [
            LedgerError.AccountNotFound,
            LedgerError.ProcessingCodeNotFound,
            LedgerError.CurrencyMismatch,
            LedgerError.TooManyDecimals,
            LedgerError.ValueDateInFuture,
            LedgerError.OriginalAuthorizationNotFound,
            LedgerError.BalanceOutOfRange,
        ],
        repaired =>
        {
            var state = Sample.LedgerState(Sample.Rules with { OpenOnFirstUse = false }, firstId: 100);
            if (repaired > 0)
                state.Load(new Account(Sample.AccountId, AccountKind.Customer, Sample.Usd, repaired > 6 ? 0 : -9_999_999_999_999_999_999m));
            var force = Sample.Force("t", repaired > 3 ? 40.25m : 40.2525m,
                repaired > 1 ? Sample.DebitCode : ProcessingCode.Parse("gone")) with
            {
                Currency = repaired > 2 ? Sample.Usd : Sample.Jpy,
                ValueDate = repaired > 4 ? Sample.Now : Sample.Now.AddTicks(1),
                Original = new OriginalAuthorization(99, OnNetwork: repaired > 5),
            };
            return (state, force);
        });
}
