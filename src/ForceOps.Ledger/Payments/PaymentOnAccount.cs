namespace ForceOps;

/// <summary>
/// Asks for a payment between an account and the outside world, which moves the money at once or waits for its confirmation.
/// </summary>
public abstract record PaymentOnAccount : Operation
{
    /// <summary>The account that pays or is paid; 1 or more.</summary>
    public required long AccountId { get; init; }

    public required Amount Amount { get; init; }
    public required ProcessingCode ProcessingCode { get; init; }

    /// <summary>The currency of the amount; null when the account's currency is to be used.</summary>
    public Currency? Currency { get; init; }

    internal override void Declare(Prefetch prefetch)
    {
        prefetch.Limits();
        prefetch.Account(AccountId);
    }

    internal override TouchedAccounts? AccountsIn(LedgerState state) => new(AccountId, null);

    /// <summary>Returns the fields in which this request differs from the one that made an authorization of its own kind.</summary>
    private protected RequestFields FieldDifferenceTo(Authorization earlier) =>
        Differs(RequestFields.Account, AccountId != earlier.AccountId)
        | Differs(RequestFields.Amount, Amount.Value != earlier.Amount)
        | Differs(RequestFields.ProcessingCode, ProcessingCode != earlier.ProcessingCode)
        | Differs(RequestFields.Currency, Currency is not null && !Currency.Equals(earlier.Currency))
        | TextDifferenceTo(earlier);
}

/// <summary>Asks for something to be done with an earlier payment: to cancel it, or to confirm it.</summary>
public abstract record OperationOnPayment : Operation
{
    /// <summary>The id of the payment, of either side if it has two; at least one of the two identifiers is given.</summary>
    public long? AuthorizationId { get; init; }

    /// <summary>The tracking id of the payment; at least one of the two identifiers is given.</summary>
    public TrackingId? OriginalTrackingId { get; init; }

    /// <summary>The amount, in the payment's currency; null for all that is left.</summary>
    public Amount? Amount { get; init; }

    internal override void Declare(Prefetch prefetch)
    {
        prefetch.Limits();
        prefetch.Canceled(AuthorizationId, OriginalTrackingId);
        prefetch.LastChange();
    }

    /// <summary>Returns the amount that is asked for, which is all that is left where none is named.</summary>
    private protected decimal AmountOf(Authorization original) => Amount?.Value ?? original.RemainingAmount;

    /// <summary>Makes the denial of this request about an authorization that exists.</summary>
    private protected PaymentDenial DenialOf(LedgerState state, Authorization original, Outcome.Rejected why)
    {
        // A row has an amount: what was asked for, and where all is asked for and nothing is left, all that there was.
        var amount = AmountOf(original) is > 0 and var asked ? asked : original.Amount;
        return new PaymentDenial(this, state, amount, original.Currency, why) { CancelsAll = Amount is null };
    }
}
