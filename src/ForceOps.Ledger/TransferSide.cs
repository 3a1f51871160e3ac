namespace ForceOps;

/// <summary>One side of a transfer as found in the books.</summary>
/// <param name="Account">Null for a party outside the books, and for a merchant that will be opened.</param>
/// <param name="Code">Its processing code; meaningless for a party outside the books.</param>
internal readonly record struct TransferSide(Account? Account, ProcessingCode Code)
{
    /// <summary>Finds the account and checks the code, in this order; the code must go the side's way.</summary>
    internal static (TransferSide Side, Outcome.Rejected? Rejected) Of(Books books, TransferParty party, ProcessingCode code, BalanceImpact impact)
    {
        if (InternalAccount.Is(party.AccountId))
            return (new TransferSide(null, code), null);
        var account = books.FindAccount(party.AccountId);
        var kind = party is TransferParty.Merchant ? AccountKind.Merchant : AccountKind.Customer;
        if (account is null ? kind == AccountKind.Customer || !books.Org.OpenOnFirstUse : account.Kind != kind)
            return (default, account is null ? Rejections.AccountNotFound(party.AccountId) : Rejections.AccountNotFound(account, kind));
        return (new TransferSide(account, code), books.Org.CheckCode(code, impact));
    }
}
