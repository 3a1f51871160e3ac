namespace ForceOps.Tests;

/// <summary>When several checks fail, the first one in the order of <see cref="LedgerError"/> answers.</summary>
public sealed class PrecedenceTests
{
    /// <summary>One row per error and kind of operation: which kind, how many mistakes are repaired, which error answers.</summary>
    public static TheoryData<string, int, LedgerError> Rows { get; } = new(
        Chain.All.SelectMany(chain => chain.Value.Errors.Select((error, repaired) => (chain.Key, repaired, error))));

    public static TheoryData<string> Kinds { get; } = new(Chain.All.Keys);

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_first_failing_check_answers(string kind, int repaired, LedgerError error)
    {
        var (state, operation) = Chain.All[kind].Make(repaired);
        Assert.Equal(error, state.Reject(operation).Error);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    [Trait("Invariant", "I7")]
    public void I7_The_refusal_leaves_no_trace(string kind, int repaired, LedgerError error)
    {
        var (state, operation) = Chain.All[kind].Make(repaired);
        var denied = Ledger.Decide(state, operation) is Outcome.Accepted;
        Assert.All(state.Recorded, row => Assert.Equal(error, row.Denied));
        Assert.Equal(denied, state.RecordedCount > 0);
        Assert.Empty(state.Canceled);
        Assert.Empty(state.Movements);
        Assert.Equal(state.RecordedCount, state.IdsUsed);
        Assert.All(state.Accounts, account => Assert.Equal(
            (false, account.LoadedBalance, null, 0), (account.IsNew, account.Balance, account.Spent, account.HeldChange)));
        Assert.Empty(state.HoldChanges);
        // The trace of a denied payment is what its repeat finds.
        if (denied)
        {
            Assert.Equal((error, RequestFields.None), (state.Repeat(operation).Earlier.Denied, state.Repeat(operation).Difference));
            return;
        }
        Assert.IsType<Outcome.Rejected>(Ledger.Decide(state, operation));
        Assert.Equal(error, state.Reject(operation).Error);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_tracking_id_in_use_comes_before_all_of_them(string kind, int repaired, LedgerError error)
    {
        var (state, operation) = Chain.All[kind].Make(repaired);
        var other = Sample.LedgerState(firstId: 50);
        state.Load(other.Accept(Sample.Force(operation.TrackingId.Text, 1)));
        Assert.False(state.Repeat(operation).Difference == RequestFields.None, $"{error} must not be reached");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void With_every_mistake_repaired_it_is_accepted(string kind)
    {
        var (state, operation) = Chain.All[kind].Make(Chain.All[kind].Errors.Length);
        state.Accept(operation);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_rows_stand_in_the_order_of_the_enum(string kind) =>
        Assert.Equal(Chain.All[kind].Errors.Order(), Chain.All[kind].Errors);

    [Fact]
    public void Every_error_has_a_row()
    {
        var missing = Enum.GetValues<LedgerError>().Except(Chain.All.Values.SelectMany(chain => chain.Errors));
        Assert.Empty(missing);
    }
}
