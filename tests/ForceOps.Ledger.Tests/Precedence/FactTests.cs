namespace ForceOps.Tests;

/// <summary>A refusal says what the failed check saw: both sides of the comparison, so that nobody has to guess.</summary>
public sealed class FactTests
{
    /// <summary>A new error brings its line here.</summary>
    private static readonly Dictionary<LedgerError, string> Seen = new()
    {
        [LedgerError.AuthorizationNotFound] = "authorization_id",
        [LedgerError.AccountOutOfReach] = "account_id, only_account",
        [LedgerError.IdentifiersDisagree] = "authorization_id, its_tracking_id, original_tracking_id",
        [LedgerError.NotAForcedOperation] = "authorization_id, type, is_cancellation",
        [LedgerError.NotATransfer] = "authorization_id, type, is_cancellation",
        [LedgerError.NotAHold] = "authorization_id, type, is_cancellation",
        [LedgerError.NotAPayment] = "authorization_id, type, is_cancellation, is_denied",
        [LedgerError.NotAPreAuthorization] = "authorization_id, type, is_cancellation, is_denied",
        [LedgerError.AccountNotFound] = "account_id",
        [LedgerError.ProcessingCodeNotFound] = "processing_code=gone",
        [LedgerError.ProcessingCodeMismatch] = "processing_code, balance_impact, wanted_impact | processing_code, operation_type",
        [LedgerError.CurrencyMismatch] = "currency=USD, asked=JPY | currency=BHD, asked=USD",
        [LedgerError.TooManyDecimals] = "currency=USD, decimals=2, asked",
        [LedgerError.ValueDateInFuture] = "value_date, now",
        [LedgerError.OriginalAuthorizationNotFound] = "original_authorization_id=99",
        [LedgerError.AlreadySettled] = "authorization_id, settled_below",
        [LedgerError.NotYetSettled] = "authorization_id, settled_below",
        [LedgerError.AlreadyConfirmed] = "authorization_id, amount",
        [LedgerError.AlreadyCanceled] = "authorization_id, amount, remaining=0",
        [LedgerError.AmountExceedsRemaining] = "authorization_id, remaining, asked",
        [LedgerError.AccountNotActive] =
            "account_id=2, status=DEBIT_ONLY, side=credit | account_id=1234, status=BLOCKED, side=debit | account_id=1234, status=CANCELLED, side=debit",
        [LedgerError.InsufficientFunds] =
            "account_id=1, balance=40, credit_limit=0, held=0, asked=45.25 | account_id=1234, balance=40, credit_limit, held, asked | account_id=1234, balance, credit_limit, held, asked",
        [LedgerError.LimitExceeded] =
            "account_id=1, per_operation=10, per_day, spent_today=0, asked=45.25 | account_id=1234, per_operation=10, per_day, spent_today=0, asked | none",
        [LedgerError.AcquirerDeclined] = "card_id=4005",
        [LedgerError.AcquirerTimedOut] = "card_id=4068",
        [LedgerError.BalanceOutOfRange] = "account_id, balance, change, fee",
    };

    public static TheoryData<string, int, LedgerError> Rows => PrecedenceTests.Rows;

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_refusal_says_what_its_check_saw(string kind, int repaired, LedgerError error)
    {
        var (state, operation) = Chain.All[kind].Make(repaired);
        var facts = state.Reject(operation).Facts;
        // Payments come second and the operations on held money last, where their check sees something else.
        var seen = Seen[error].Split(" | ");
        var expected = seen[kind.Contains("hold", StringComparison.Ordinal) ? ^1 : IsPayment(kind) && seen.Length == 3 ? 1 : 0]
            .Split(", ").Select(fact => fact.Split('=')).ToList();
        Assert.Equal(expected.Select(fact => fact[0]), facts.Select(fact => fact.Name));
        foreach (var (fact, value) in facts.Zip(expected.Select(fact => fact.ElementAtOrDefault(1))))
        {
            if (value is not null)
                Assert.Equal(value, fact.Value?.ToString());
        }
    }

    private static bool IsPayment(string kind) =>
        kind is "cash-out" or "pre-authorization" || kind.StartsWith("confirmation", StringComparison.Ordinal);

    [Fact]
    public void The_limits_and_what_is_left_are_those_at_the_time_of_the_check()
    {
        var state = SampleTransfer.BooksOf(
            SampleTransfer.Holding(SampleTransfer.Giver, 500, AccountFunds.None with { PerDay = 100 }),
            SampleTransfer.Holding(SampleTransfer.Taker, 0));
        state.Accept(SampleTransfer.Transfer("t1", 60));
        Assert.Equal(
            [new Fact("account_id", SampleTransfer.Giver), new("per_operation", null), new("per_day", 100m), new("spent_today", 60m),
                new("asked", 40.01m)],
            state.Reject(SampleTransfer.Transfer("t2", 40.01m)).Facts);

        var force = Sample.StateWith(0);
        var id = force.Accept(Sample.Force("t", 40.25m)).Id;
        force.Accept(Sample.Cancel("c1", "t", 20));
        Assert.Equal([new Fact("authorization_id", id), new("remaining", 20.25m), new("asked", 30m)],
            force.Reject(Sample.Cancel("c2", "t", 30)).Facts);
    }

    [Fact]
    public void The_two_sides_of_a_comparison_are_both_there()
    {
        var late = Sample.Force("t", 1) with { ValueDate = Sample.Now.AddDays(1) };
        Assert.Equal([new Fact("value_date", late.ValueDate), new("now", Sample.Now)], Sample.StateWith(0).Reject(late).Facts);

        var state = SampleTransfer.BooksOf(SampleTransfer.Holding(SampleTransfer.Giver, 9), SampleTransfer.Holding(SampleTransfer.Shop, 0));
        Assert.Equal(
            [new Fact("account_id", SampleTransfer.Shop), new("kind", "merchant"), new("wanted_kind", "customer")],
            state.Reject(SampleTransfer.Transfer("t", 1, to: SampleTransfer.Customer(SampleTransfer.Shop))).Facts);
        Assert.Equal([new Fact("authorization_id", 77L)], state.Reject(SampleTransfer.Cancel("c", 77, 1)).Facts);
        Assert.Equal([new Fact("original_tracking_id", "unknown")], state.Reject(SampleTransfer.Cancel("c", "unknown", 1)).Facts);
    }

    [Fact]
    public void Refusals_are_equal_by_their_facts()
    {
        var one = Sample.StateWith(0).Reject(Sample.Force("t", 1, ProcessingCode.Parse("gone")));
        Assert.Equal(one, Sample.StateWith(0).Reject(Sample.Force("t2", 2, ProcessingCode.Parse("gone"))));
        Assert.NotEqual(one, Sample.StateWith(0).Reject(Sample.Force("t", 1, ProcessingCode.Parse("gone2"))));
        Assert.Equal(one.GetHashCode(), (one with { Facts = [.. one.Facts] }).GetHashCode());
    }
}
