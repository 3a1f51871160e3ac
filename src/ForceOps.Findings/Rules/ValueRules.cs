namespace ForceOps.Findings.Rules;

/// <summary>Judges the values that a client sends.</summary>
internal static class ValueRules
{
    internal static readonly FindingRule FloatAmount = new(
        "float-amount", Severity.Medium, "Sent an amount with more decimals than the currency has",
        "Binary fractions make cents out of nothing: sums are refused, or differ from those of the platform by a cent.",
        "Compute money with decimals or whole cents, and round before the request is made.")
    {
        Find = history =>
            from request in history.Requests
            where request.Money?.Amount is { } && HasTooManyDecimals(request)
            select FloatAmount!.Broken(request, $"The amount has {DecimalsOf(request.Money!.Amount!.Value)} decimals."),
    };

    internal static readonly FindingRule ClockSkew = new(
        "clock-skew", Severity.Low, "Sent a value date in the future",
        "The client's clock is ahead, or its date has the wrong zone: around midnight its operations count for the wrong day, or are refused.",
        "Keep the clock by NTP, and send dates with their zone, in UTC.")
    {
        // The org's own clock may be behind because a test moved it; the arrival of the request is by the real one.
        Find = history =>
            from request in history.Requests
            where request.Error == LedgerError.ValueDateInFuture && request.ValueDate > request.At
            select ClockSkew!.Broken(
                request, $"The value date is {(request.ValueDate!.Value - request.At).TotalSeconds:0.#} s ahead of the service's clock."),
    };

    /// <summary>The most decimals of any currency; an amount without a currency may have no more.</summary>
    private const int DecimalsMax = 4;

    private static bool HasTooManyDecimals(ObservedRequest request) =>
        request.Error == LedgerError.TooManyDecimals || (Currency.TryParse(request.Money!.Currency, out var currency)
            ? !currency.Fits(request.Money.Amount!.Value)
            : DecimalsOf(request.Money.Amount!.Value) > DecimalsMax);

    /// <summary>Returns the number of decimals, without zeros at the end.</summary>
    private static int DecimalsOf(decimal amount) => (amount / 1.0000000000000000000000000000m).Scale;
}
