namespace ForceOps.Tests;

/// <summary>What a transfer looks at and a force does not: the accounts' status and what the giver can spend.</summary>
public sealed class FundsTests
{
    /// <summary>Balance, credit limit, amount, and whether that is enough.</summary>
    public static TheoryData<decimal, decimal, decimal, bool> Boundaries { get; } = new()
    {
        { 100, 0, 100m, true },
        { 100, 0, 100.01m, false },
        { 0, 0, 0.01m, false },
        { 100, 50, 150m, true },
        { 100, 50, 150.01m, false },
        { -20, 50, 30m, true },
        { -20, 50, 30.01m, false },
        { -60, 50, 0.01m, false },
    };

    [Theory]
    [MemberData(nameof(Boundaries))]
    public void The_giver_spends_its_balance_and_its_credit_limit_to_the_cent(decimal balance, decimal credit, decimal amount, bool enough)
    {
        foreach (var to in new[] { SampleTransfer.Customer(SampleTransfer.Taker), SampleTransfer.World,
            SampleTransfer.Merchant(SampleTransfer.Shop) })
        {
            var state = Pair(balance, AccountFunds.None with { CreditLimit = credit });
            var outcome = Ledger.Decide(state, SampleTransfer.Transfer("t", amount, to: to));
            Assert.Equal(enough ? null : LedgerError.InsufficientFunds, (outcome as Outcome.Rejected)?.Error);
            Assert.Equal(enough ? balance - amount : balance, state.Balance(SampleTransfer.Giver));
            Assert.Equal(enough ? balance + credit - amount : 0, (outcome as Outcome.Accepted)?.Available ?? 0);
        }
    }

    [Fact]
    public void The_taker_needs_no_funds()
    {
        var state = SampleTransfer.BooksOf(
            SampleTransfer.Holding(SampleTransfer.Giver, 10), SampleTransfer.Holding(SampleTransfer.Taker, -500));
        state.Post(SampleTransfer.Transfer("t", 10));
        Assert.Equal(-490, state.Post(SampleTransfer.Transfer("in", 0.01m, SampleTransfer.World)).Available + -0.01m);
    }

    [Fact]
    public void A_debit_sees_what_earlier_operations_of_the_batch_did()
    {
        var state = Pair(0, AccountFunds.None);
        Assert.Equal(LedgerError.InsufficientFunds, state.Reject(SampleTransfer.Transfer("t", 10)).Error);
        state.Accept(Sample.Force("f", 10, Sample.CreditCode) with { AccountId = SampleTransfer.Giver });
        state.Post(SampleTransfer.Transfer("t", 10));
        state.Post(SampleTransfer.Transfer(
            "back", 10, SampleTransfer.Customer(SampleTransfer.Taker), SampleTransfer.Customer(SampleTransfer.Giver)));
        state.Post(SampleTransfer.Transfer("again", 4));
        state.Accept(Sample.Force("taken", 5) with { AccountId = SampleTransfer.Giver });
        Assert.Equal(LedgerError.InsufficientFunds, state.Reject(SampleTransfer.Transfer("more", 1.01m)).Error);
        state.Post(SampleTransfer.Transfer("more", 1));
        Assert.Equal(LedgerError.InsufficientFunds, state.Reject(SampleTransfer.Transfer("end", 0.01m)).Error);
    }

    [Fact]
    public void Of_200_transfers_out_of_funds_for_100_exactly_100_go_through()
    {
        var state = Pair(60, AccountFunds.None with { CreditLimit = 40 });
        var outcomes = Enumerable.Range(0, 200).Select(i => Ledger.Decide(state, SampleTransfer.Transfer($"t{i}", 1))).ToList();

        Assert.All(outcomes.Take(100), outcome => Assert.IsType<Outcome.Accepted>(outcome));
        // All alike, the facts too: a refusal changes nothing that the next one would see.
        var refused = new Outcome.Rejected(LedgerError.InsufficientFunds)
        {
            Facts = [new("account_id", SampleTransfer.Giver), new("balance", -40m), new("credit_limit", 40m), new("held", 0m),
                new("asked", 1m)],
        };
        Assert.All(outcomes.Skip(100), outcome => Assert.Equal(refused, outcome));
        Assert.Equal((-40, 100), (state.Balance(SampleTransfer.Giver), state.Balance(SampleTransfer.Taker)));
        Assert.Equal((200, 100, 300), (state.RecordedCount, state.Movements.Count, state.IdsUsed));
    }

    [Fact]
    public void A_force_asks_nobody_and_the_next_transfer_finds_nothing()
    {
        var state = Pair(10, AccountFunds.None with { CreditLimit = 5 });
        state.Accept(Sample.Force("f", 100) with { AccountId = SampleTransfer.Giver });
        Assert.Equal(LedgerError.InsufficientFunds, state.Reject(SampleTransfer.Transfer("t", 0.01m)).Error);
    }

    [Fact]
    public void The_largest_balance_can_be_reached_and_not_exceeded()
    {
        var state = SampleTransfer.BooksOf(
            SampleTransfer.Holding(SampleTransfer.Giver, 10), SampleTransfer.Holding(SampleTransfer.Taker, 9_999_999_999_999_999_998.99m));
        Assert.Equal(LedgerError.BalanceOutOfRange, state.Reject(SampleTransfer.Transfer("t", 1.01m)).Error);
        state.Post(SampleTransfer.Transfer("t", 1));
        Assert.Equal(LedgerError.BalanceOutOfRange, state.Reject(SampleTransfer.Transfer("in", 0.01m, SampleTransfer.World)).Error);
    }

    [Fact]
    public void An_account_in_the_books_without_its_limits_stops_the_batch()
    {
        var state = SampleTransfer.BooksOf(
            new Account(SampleTransfer.Giver, AccountKind.Customer, Sample.Usd, 10), SampleTransfer.Holding(SampleTransfer.Taker, 0));
        Assert.Throws<InvariantViolatedException>(() => Ledger.Decide(state, SampleTransfer.Transfer("t", 1)));
    }

    private static LedgerState Pair(decimal balance, AccountFunds funds) =>
        SampleTransfer.BooksOf(SampleTransfer.Holding(SampleTransfer.Giver, balance, funds),
            SampleTransfer.Holding(SampleTransfer.Taker, 0));
}
