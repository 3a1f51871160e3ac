namespace ForceOps.Tests;

/// <summary>When an operation is accepted for later, and how its repeats are answered until it is posted.</summary>
public sealed class DelayTests
{
    private static readonly TimeSpan After = TimeSpan.FromSeconds(3);

    [Fact]
    public void An_operation_that_asks_for_it_waits_as_long_as_it_says_and_moves_nothing()
    {
        var state = StateWith(isDelayed: false);
        var waiting = Delay(state, Sample.Force("t", 5) with { Delay = TimeSpan.FromSeconds(60) });
        Assert.Equal((Sample.Now, Sample.Now.AddSeconds(60), Sample.AccountId),
            (waiting.AcceptedAt, waiting.DueAt, waiting.Accounts.First));
        Assert.Equal((100, 0, 1), (state.Balance(), state.RecordedCount, state.IdsUsed));
        Assert.Equal([waiting], state.Delayed.Accepted);
    }

    [Fact]
    public void An_operation_on_a_delayed_account_waits_as_long_as_the_books_say()
    {
        var waiting = Delay(StateWith(isDelayed: true), Sample.Force("t", 5));
        Assert.Equal(Sample.Now + After, waiting.DueAt);
    }

    [Fact]
    public void What_the_operation_asks_for_comes_before_what_the_account_says() =>
        Assert.Equal(Sample.Now.AddSeconds(
            7), Delay(StateWith(isDelayed: true), Sample.Force("t", 5) with { Delay = TimeSpan.FromSeconds(7) }).DueAt);

    [Fact]
    public void What_is_due_at_once_is_due_wherever_the_clock_goes() =>
        Assert.Equal(DateTimeOffset.UnixEpoch, Delay(
            StateWith(isDelayed: true), Sample.Force("t", 5) with { Delay = TimeSpan.Zero }).DueAt);

    [Theory]
    [InlineData(Channel.Bluefin)]
    [InlineData(Channel.Fiserv)]
    public void A_card_dialect_posts_at_once_whatever_is_asked(Channel channel) =>
        StateWith(isDelayed: true).Accept(Sample.Force("t", 5) with { Channel = channel, Delay = After });

    [Fact]
    public void Nothing_is_checked_but_what_names_the_account()
    {
        var state = StateWith(isDelayed: true);
        Delay(state, Sample.Force("no such code", 5, ProcessingCode.Parse("gone")));
        Assert.Equal(LedgerError.AuthorizationNotFound, state.Reject(Sample.Cancel("c", "unknown") with { Delay = After }).Error);
    }

    [Fact]
    public void A_cancel_beyond_the_callers_reach_is_refused_at_once()
    {
        var state = StateWith(isDelayed: false);
        state.Accept(Sample.Force("t", 5));
        Assert.Equal(LedgerError.AccountOutOfReach, state.Reject(Sample.Cancel("c", "t") with { Delay = After, ConfinedTo = 7 }).Error);
    }

    [Theory]
    [InlineData(SampleTransfer.Giver)]
    [InlineData(SampleTransfer.Taker)]
    public void A_transfer_and_its_cancel_wait_when_either_account_is_delayed(long delayed)
    {
        var state = SampleTransfer.BooksOf(
            SampleTransfer.Holding(SampleTransfer.Giver, 100), SampleTransfer.Holding(SampleTransfer.Taker, 0));
        state.Post(SampleTransfer.Transfer("t", 10));
        var next = SampleTransfer.BooksOf([.. new[] { SampleTransfer.Giver, SampleTransfer.Taker }.Select(id =>
            new Account(id, AccountKind.Customer, Sample.Usd, 50) { Funds = AccountFunds.None, IsDelayed = id == delayed })]);
        foreach (var side in state.Recorded)
            next.Load(side);
        Assert.Equal(new TouchedAccounts(SampleTransfer.Giver, SampleTransfer.Taker),
            Delay(next, SampleTransfer.Transfer("u", 10)).Accounts);
        Assert.Equal(new TouchedAccounts(SampleTransfer.Giver, SampleTransfer.Taker),
            Delay(next, SampleTransfer.Cancel("c", "t", 10)).Accounts);
    }

    [Fact]
    public void The_same_request_again_is_told_to_wait_and_another_that_the_tracking_id_is_taken()
    {
        var state = StateWith(isDelayed: true);
        var first = Sample.Force("t", 5);
        var waiting = Delay(state, first);
        Assert.Same(waiting, Delay(state, first with { CorrelationId = "another", Delay = TimeSpan.FromDays(1), InTimeline = false,
            ConfinedTo = 7 }));
        Assert.Same(waiting, Assert.IsType<Outcome.TakenByDelayed>(Ledger.Decide(state, first with { Amount = Amount.Create(6) })).Waiting);
        Assert.Same(waiting, Assert.IsType<Outcome.TakenByDelayed>(Ledger.Decide(state, SampleTransfer.Transfer("t", 5))).Waiting);
        Assert.Equal([waiting], state.Delayed.Accepted);
    }

    private static DelayedOperation Delay(LedgerState state, Operation operation) =>
        Assert.IsType<Outcome.Delayed>(Ledger.Decide(state, operation)).Waiting;

    private static LedgerState StateWith(bool isDelayed)
    {
        var state = new LedgerState(Sample.Rules, Sample.Now, firstId: 1) { Delayed = new(After) };
        state.Load(new Account(Sample.AccountId, AccountKind.Customer, Sample.Usd, 100) { IsDelayed = isDelayed });
        return state;
    }
}
