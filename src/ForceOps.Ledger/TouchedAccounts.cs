using System.Runtime.InteropServices;

namespace ForceOps;

/// <summary>The accounts of customers or merchants that an operation is about, whether they are open yet or not.</summary>
/// <param name="First">Of a transfer the giving side's, if it is in the books.</param>
/// <param name="Second">The other side of a transfer whose both sides are in the books.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TouchedAccounts(long First, long? Second)
{
    internal static TouchedAccounts Of(TransferParty from, TransferParty to) => (InternalAccount.Is(from.AccountId), InternalAccount.Is(to.AccountId)) switch
    {
        (true, _) => new(to.AccountId, null),
        (_, true) => new(from.AccountId, null),
        _ => new(from.AccountId, to.AccountId),
    };

    internal bool AnyDelayed(Books books) =>
        books.FindAccount(First) is { IsDelayed: true } || (Second is { } second && books.FindAccount(second) is { IsDelayed: true });
}
