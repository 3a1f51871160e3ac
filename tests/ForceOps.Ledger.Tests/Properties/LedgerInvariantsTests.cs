namespace ForceOps.Tests;

/// <summary>The guards themselves: sound tables pass, and each kind of damage is found under its own number.</summary>
public sealed class LedgerInvariantsTests
{
    private static readonly Dump Sound = MakeSound();

    /// <summary>What is damaged, and the tables after it.</summary>
    private static readonly (string Number, string What, Dump Damaged)[] Damages =
    [
        ("I1", "a balance drifts", Sound with { Accounts = Account(row => row with { Balance = row.Balance + 0.01m }) }),
        ("I1", "an account is lost", Sound with { Accounts = new Dictionary<long, AccountRow>() }),
        ("I1", "a movement is lost", Sound with { Movements = [.. Sound.Movements.Skip(1)] }),
        ("I1", "a balance in between is wrong", Movement(1, movement => movement with { DebitBalance = -1 })),
        ("I1", "an internal account has a balance", Movement(0, movement => movement with { CreditBalance = 0 })),
        ("I2", "a movement of nothing", Movement(0, movement => movement with { Amount = 0 })),
        ("I2", "a movement backwards", Movement(0, movement => movement with { Amount = -40 })),
        ("I2", "a movement to itself", Movement(0, movement => movement with { CreditAccount = Sample.AccountId })),
        ("I2", "a movement elsewhere", Movement(0, movement => movement with { DebitAccount = 1, CreditAccount = 2 })),
        ("I2", "a force out of another pocket", Movement(0, movement => movement with { CreditAccount = InternalAccount.Acquirer })),
        ("I2", "a fee to another pocket", Movement(1, movement => movement with { CreditAccount = InternalAccount.ForcedOperations })),
        ("I2", "a cash-in from a card", Movement(4, movement => movement with { DebitAccount = InternalAccount.Acquirer })),
        ("I2", "a transfer to outside", Movement(
            5, movement => movement with { CreditAccount = InternalAccount.OutsideWorld, CreditBalance = null })),
        ("I2", "a transfer of the receiving side", Movement(5, movement => movement with { AuthorizationId = Sound.Authorizations[4].Id })),
        ("I2", "a transfer as a reversal", Movement(5, movement => movement with { Kind = MovementKind.Reversal })),
        ("I2", "a cancellation as a principal", Movement(6, movement => movement with { Kind = MovementKind.Principal })),
        ("I2", "a transfer with one party", Authorization(2, authorization => authorization with { External = null })),
        ("I2", "a movement of nobody", Movement(0, movement => movement with { AuthorizationId = 99 })),
        ("I2", "a fee that was not moved", Authorization(0, authorization => authorization with { Fee = 2 })),
        ("I2", "an amount that was not moved", Authorization(0, authorization => authorization with { Amount = 41 })),
        ("I2", "a direction that was not taken", Authorization(0, authorization => authorization with { Impact = BalanceImpact.Credit })),
        ("I2", "a denied payment that moved", Authorization(2, authorization => authorization with { Denied = LedgerError.LimitExceeded })),
        ("I2", "a payment that did not move", Authorization(^1, authorization => authorization with { Denied = null })),
        ("I4", "a denied payment that is canceled", Authorization(^1, authorization => authorization with { CanceledAmount = 1 })),
        ("I5", "a cancellation of a denied payment", Authorization(
            0, authorization => authorization with { Denied = LedgerError.LimitExceeded })),
        ("I2", "another currency", Authorization(0, authorization => authorization with { Currency = Sample.Jpy })),
        ("I2", "too many decimals", Authorization(0, authorization => authorization with { Amount = 40.001m })),
        ("I3", "a tracking id twice", Authorization(1, authorization => authorization with { TrackingId = TrackingId.Parse("t") })),
        ("I3", "a side that names nobody", Authorization(3, authorization => authorization with { CounterpartId = 99 })),
        ("I3", "a side that names another", Authorization(
            4, authorization => authorization with { CounterpartId = Sound.Authorizations[2].Id })),
        ("I3", "a side that names none", Authorization(4, authorization => authorization with { CounterpartId = null })),
        ("I3", "two giving sides", Authorization(4, authorization => authorization with { Impact = BalanceImpact.Debit })),
        ("I3", "a side under another tracking id", Authorization(
            4, authorization => authorization with { TrackingId = TrackingId.Parse("other") })),
        ("I3", "a side of another amount", Authorization(4, authorization => authorization with { Amount = 31 })),
        ("I3", "a side of the same account", Authorization(4, authorization => authorization with { AccountId = Sample.AccountId })),
        ("I3", "a side with another text", Authorization(4, authorization => authorization with { Descriptor = "other" })),
        ("I3", "a side of a party outside", Authorization(4, authorization => authorization with { External = "card:1" })),
        ("I3", "a side that cancels nothing", Authorization(6, authorization => authorization with { ParentId = null })),
        ("I4", "one side canceled", Authorization(4, authorization => authorization with { CanceledAmount = 0 })),
        ("I4", "more of one side canceled", Authorization(3, authorization => authorization with { CanceledAmount = 11 })),
        ("I4", "more canceled than there was", Authorization(0, authorization => authorization with { CanceledAmount = 40.26m })),
        ("I4", "less than nothing canceled", Authorization(0, authorization => authorization with { CanceledAmount = -1 })),
        ("I4", "more of the fee canceled than there was", Authorization(0, authorization => authorization with { CanceledFee = 1.51m })),
        ("I4", "less than nothing of the fee canceled", Authorization(0, authorization => authorization with { CanceledFee = -1 })),
        ("I4", "a cancellation that was forgotten", Authorization(0, authorization => authorization with { CanceledAmount = 0 })),
        ("I5", "a cancellation of nothing", Authorization(1, authorization => authorization with { ParentId = 99 })),
        ("I5", "a cancellation of itself", Authorization(1, authorization => authorization with { ParentId = authorization.Id })),
        ("I5", "a cancellation of a cancellation", Authorization(0, authorization => authorization with { ParentId = 99 })),
        ("I5", "a cancellation of another kind", Authorization(
            0, authorization => authorization with { Type = AuthorizationType.Transfer })),
        ("I5", "a cancellation on another account", Authorization(1, authorization => authorization with { AccountId = 1 })),
        ("I5", "a cancellation in the same direction", Authorization(
            1, authorization => authorization with { Impact = BalanceImpact.Debit })),
        ("I5", "a cancellation whose sides cancel two transfers",
            Authorization(6, authorization => authorization with { ParentId = Sound.Authorizations[7].Id })),
        ("I5", "a cancellation to another party", Authorization(9, authorization => authorization with { External = "card:1" })),
        ("I5", "a pair that cancels one side", Authorization(
            5, authorization => authorization with { ParentId = Sound.Authorizations[2].Id, AccountId = Sample.AccountId })),
        ("I6", "a movement is changed", Movement(0, movement => movement with { Amount = 1 })),
        ("I6", "a movement is lost", Sound with { Movements = [.. Sound.Movements.SkipLast(1)] }),
        ("I6", "an authorization is changed", Authorization(0, authorization => authorization with { Descriptor = "other" })),
        ("I6", "an authorization is lost", Sound with { Authorizations = [.. Sound.Authorizations.SkipLast(1)] }),
        ("I6", "a canceled amount shrinks", Authorization(0, authorization => authorization with { CanceledAmount = 19 })),
        ("I6", "a canceled fee shrinks", Authorization(0, authorization => authorization with { CanceledFee = 1 })),
        ("I6", "an account changes its currency", Sound with { Accounts = Account(row => row with { Currency = Sample.Jpy }) }),
        ("I6", "an account is blocked", Sound with { Accounts = Account(row => row with { Status = AccountStatus.Blocked }) }),
        ("I6", "a limit is changed", Sound with { Accounts = Account(row => row with { Funds = row.Funds with { CreditLimit = 1 } }) }),
        ("I10", "less is held than the holds say", Sound with { Accounts = Account(row => row with { Funds = row.Funds with { Held = 5 } }) }),
        ("I10", "more of a hold is left", Authorization(10, hold => hold with { CanceledAmount = 0 })),
        ("I10", "a hold is overdrawn", Authorization(10, hold => hold with { CanceledAmount = 12 })),
        ("I10", "a release of another amount", Authorization(11, release => release with { Amount = 4 })),
        ("I10", "a change is lost", Sound with { HoldChanges = [.. Sound.HoldChanges.SkipLast(1)] }),
        ("I10", "a change of another hold", Change(1, change => change with { HoldId = 99 })),
        ("I10", "a change of another account", Change(1, change => change with { AccountId = SampleTransfer.Taker })),
        ("I10", "what was held in between is wrong", Change(0, change => change with { Held = 9 })),
        ("I10", "a balance in between is wrong", Change(1, change => change with { Balance = 1 })),
        ("I10", "a pre-authorization of which more is left", Authorization(^5, waits => waits with { CanceledAmount = 1 })),
        ("I10", "a pre-authorization that is denied", Authorization(^5, waits => waits with { Denied = LedgerError.LimitExceeded })),
        ("I10", "a canceled part of another amount", Authorization(^4, canceled => canceled with { Amount = 3 })),
        ("I10", "a confirmation that leaves something", Authorization(^3, waited => waited with { CanceledAmount = 5 })),
        ("I10", "a confirmation of another one", Authorization(
            ^2, confirmed => confirmed with { Original = new OriginalAuthorization(Sound.Authorizations[^5].Id, OnNetwork: false) })),
        ("I10", "a confirmation of nothing", Authorization(^2, confirmed => confirmed with { Original = null })),
        ("I7", "a change of a hold is added", Sound with { HoldChanges = [.. Sound.HoldChanges, Sound.HoldChanges[0]] }),
        ("I7", "a day's sum changes", Sound with { Accounts = Account(row => row with { Funds = row.Funds with { Spent = 1 } }) }),
        ("I7", "a balance moves", Sound with { Accounts = Account(row => row with { Balance = 0 }) }),
        ("I7", "an account opens", Sound with { Accounts = new Dictionary<long,
            AccountRow>(Sound.Accounts) { [1] = Sound.Accounts[Sample.AccountId] } }),
        ("I7", "an authorization changes", Authorization(0, authorization => authorization with { CanceledAmount = 21 })),
        ("I7", "a movement is added", Sound with { Movements = [.. Sound.Movements, Sound.Movements[0]] }),
        ("I7", "an id is used", Sound with { NextId = Sound.NextId + 1 }),
    ];

    public static TheoryData<string, string, int> Rows { get; } = new(
        Damages.Select((damage, index) => (damage.Number, damage.What, index)));

    [Fact]
    public void Sound_tables_pass()
    {
        Assert.Empty(All(Sound));
        Assert.Empty(LedgerInvariants.I3(Sound, Sample.Force("new", 1), new Outcome.Rejected(LedgerError.AccountNotFound)));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Damage_is_found_under_its_number(string number, string what, int row)
    {
        var found = All(Damages[row].Damaged);
        Assert.True(found.Any(broken => broken.StartsWith(number, StringComparison.Ordinal)), $"{what}: {string.Join("; ", found)}");
    }

    [Fact]
    public void I3_A_repeat_that_is_posted_or_refused_is_found()
    {
        var earlier = Sound.Authorizations[0];
        Assert.NotEmpty(LedgerInvariants.I3(Sound, Sample.Force("t", 1), new Outcome.Rejected(LedgerError.AccountNotFound)));
        Assert.NotEmpty(LedgerInvariants.I3(Sound, Sample.Force("t", 1), new Outcome.Accepted(earlier)));
        Assert.NotEmpty(LedgerInvariants.I3(Sound, Sample.Force("new", 1), new Outcome.Duplicate(earlier, RequestFields.None)));
        Assert.NotEmpty(LedgerInvariants.I3(Sound, Sample.Force("new", 1), new Outcome.Accepted(earlier)));
        Assert.Empty(LedgerInvariants.I3(Sound, Sample.Force("t", 1), new Outcome.Duplicate(earlier, RequestFields.Amount)));
    }

    [Fact]
    public void I7_An_acceptance_that_is_not_in_the_tables_is_found() =>
        Assert.NotEmpty(LedgerInvariants.I7(Sound, new Outcome.Accepted(Sound.Authorizations[0]), Sound));

    [Fact]
    public void I7_A_pair_that_is_answered_with_one_side_is_found()
    {
        var before = Sound with { Authorizations = [.. Sound.Authorizations.Take(7)] };
        var after = Sound with { Authorizations = [.. Sound.Authorizations.Take(9)] };
        var (debit, credit) = (Sound.Authorizations[7], Sound.Authorizations[8]);
        Assert.Empty(LedgerInvariants.I7(before, new Outcome.Accepted(debit) { Counterpart = credit }, after));
        Assert.NotEmpty(LedgerInvariants.I7(before, new Outcome.Accepted(debit), after));
        Assert.NotEmpty(LedgerInvariants.I7(before, new Outcome.Accepted(credit) { Counterpart = debit }, after));
    }

    [Fact]
    public void I3_A_repeat_of_a_transfer_that_is_answered_with_one_side_is_found()
    {
        var repeat = new Outcome.Duplicate(Sound.Authorizations[3], RequestFields.None);
        Assert.NotEmpty(LedgerInvariants.I3(Sound, SampleTransfer.Transfer("pair", 30), repeat));
        Assert.Empty(LedgerInvariants.I3(Sound, SampleTransfer.Transfer("pair", 30),
            repeat with { Counterpart = Sound.Authorizations[4] }));
        Assert.Empty(LedgerInvariants.I3(Sound, Sample.Force("pair", 30), repeat));
    }

    private static List<string> All(Dump dump) =>
    [
        .. LedgerInvariants.I1(dump),
        .. LedgerInvariants.I2(dump),
        .. LedgerInvariants.I3(dump),
        .. LedgerInvariants.I4(dump),
        .. LedgerInvariants.I5(dump),
        .. LedgerInvariants.I6(Sound, dump),
        .. LedgerInvariants.I7(Sound, new Outcome.Rejected(LedgerError.AccountNotFound), dump),
        .. HeldMoney.I10(dump),
    ];

    private static Dump MakeSound()
    {
        var state = SampleTransfer.BooksOf(SampleTransfer.Holding(Sample.AccountId, 0), SampleTransfer.Holding(SampleTransfer.Taker, 0));
        state.Accept(Sample.Force("t", 40.25m, Sample.FeeCode));
        state.Accept(Sample.Cancel("c", "t", 20) with { CancelFees = true });
        var (customer, taker) = (SampleTransfer.Customer(Sample.AccountId), SampleTransfer.Customer(SampleTransfer.Taker));
        state.Post(SampleTransfer.Transfer("in", 100, SampleTransfer.World, customer));
        state.Post(SampleTransfer.Transfer("pair", 30, customer, taker));
        state.Post(SampleTransfer.Cancel("undo", "pair", 10));
        state.Post(SampleTransfer.Transfer("second pair", 5, customer, taker));
        state.Post(SampleTransfer.Cancel("out again", "in", 1));
        state.Post(SampleHold.Hold("hold", 11));
        state.Post(SampleHold.Release("released", 3));
        state.Post(SampleHold.Transfer("taken", 4));
        state.Post(SamplePayment.PreAuthorize("waits", 9));
        state.Post(SamplePayment.Cancel("waits less", "waits", 2));
        state.Post(SamplePayment.PreAuthorize("waited", 6));
        state.Post(SamplePayment.Confirm("confirmed", "waited", 5));
        state.Deny(SamplePayment.Payment("denied", 1_000, SampleTransfer.CashOut), LedgerError.InsufficientFunds);
        var accounts = state.Accounts.ToDictionary(account => account.Id, account => AccountRow.Of(account, was: null));
        return new Dump(accounts, [.. state.Recorded], [.. state.Movements], 1 + state.IdsUsed)
        {
            HoldChanges = [.. state.HoldChanges],
        };
    }

    private static Dictionary<long, AccountRow> Account(Func<AccountRow, AccountRow> damage) =>
        Sound.Accounts.ToDictionary(account => account.Key, account => damage(account.Value));

    private static Dump Movement(int index, Func<Movement, Movement> damage) =>
        Sound with { Movements = [.. Sound.Movements.Select((movement, i) => i == index ? damage(movement) : movement)] };

    private static Dump Change(int index, Func<HoldChange, HoldChange> damage) =>
        Sound with { HoldChanges = [.. Sound.HoldChanges.Select((change, i) => i == index ? damage(change) : change)] };

    private static Dump Authorization(Index index, Func<Authorization, Authorization> damage) =>
        Sound with { Authorizations = [.. Sound.Authorizations.Select(
            (authorization, i) => i == index.GetOffset(Sound.Authorizations.Count) ? damage(authorization) : authorization)] };
}
