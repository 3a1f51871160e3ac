namespace ForceOps.Tests;

/// <summary>Each side of a transfer is asked for its own direction: the giver may be debited, the receiver may be credited.</summary>
public sealed class StatusTests
{
    [Theory]
    [InlineData("NORMAL", true, true)]
    [InlineData("BLOCKED", false, true)]
    [InlineData("DEBIT_ONLY", true, false)]
    [InlineData("CANCELLED", false, false)]
    [InlineData("GONE", false, false)]
    public void A_predefined_status_allows_its_directions(string word, bool gives, bool receives) =>
        AssertAllows(Sample.Rules, word, gives, receives);

    [Theory]
    [InlineData(AllowedOperations.All, true, true)]
    [InlineData(AllowedOperations.CreditOnly, false, true)]
    [InlineData(AllowedOperations.DebitOnly, true, false)]
    [InlineData(AllowedOperations.None, false, false)]
    public void An_own_status_allows_what_the_org_says(AllowedOperations allowed, bool gives, bool receives)
    {
        var rule = new StatusRule(AccountStatus.Parse("DORMANT"), allowed, IsFinal: false);
        var statuses = new Dictionary<AccountStatus, StatusRule>(StatusRule.Predefined) { [rule.Status] = rule };
        AssertAllows(Sample.Rules with { Statuses = statuses }, "DORMANT", gives, receives);
    }

    [Fact]
    public void The_giver_is_asked_before_the_receiver()
    {
        var state = SampleTransfer.BooksOf(
            SampleTransfer.Holding(SampleTransfer.Giver, 10, status: AccountStatus.Blocked),
            SampleTransfer.Holding(SampleTransfer.Taker, 0, status: AccountStatus.Cancelled));
        var refused = state.Reject(SampleTransfer.Transfer("t", 1));
        Assert.Equal(
            $"account_id={SampleTransfer.Giver}, status=BLOCKED, side=debit", string.Join(", ", refused.Facts.Select(fact => $"{fact.Name}={fact.Value}")));
    }

    [Fact]
    public void Only_cancelled_is_final_by_itself() => Assert.Equal(
        [AccountStatus.Cancelled], StatusRule.Predefined.Values.Where(rule => rule.IsFinal).Select(rule => rule.Status));

    [Theory]
    [InlineData("A", true)]
    [InlineData("_", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("normal", false)]
    [InlineData("NORMAL1", false)]
    [InlineData("NOT NOW", false)]
    [InlineData("É", false)]
    [InlineData("NORMAL\n", false)]
    public void A_status_is_a_word_of_capital_letters_and_underscores(string? text, bool valid) =>
        Assert.Equal(valid, AccountStatus.TryParse(text, out _));

    [Fact]
    public void A_status_has_at_most_200_characters()
    {
        Assert.True(AccountStatus.TryParse(new string('A', 200), out _));
        Assert.False(AccountStatus.TryParse(new string('A', 201), out _));
        Assert.Throws<FormatException>(() => AccountStatus.Parse("x"));
    }

    [Fact]
    public void The_default_value_is_the_normal_status()
    {
        Assert.Equal(default, AccountStatus.Parse("NORMAL"));
        Assert.Equal("NORMAL", default(AccountStatus).ToString());
    }

    private static void AssertAllows(OrgRules rules, string word, bool gives, bool receives)
    {
        var status = AccountStatus.Parse(word);
        Account Giver() => SampleTransfer.Holding(SampleTransfer.Giver, 10, status: status);
        Account Taker() => SampleTransfer.Holding(SampleTransfer.Taker, 0, status: status);
        var other = SampleTransfer.Holding(SampleTransfer.Taker, 0);
        Assert.Equal(gives, Accepts(SampleTransfer.BooksOf(rules, Giver(), other), SampleTransfer.Transfer("t", 1)));
        Assert.Equal(gives, Accepts(SampleTransfer.BooksOf(rules, Giver()), SampleTransfer.Transfer("t", 1, to: SampleTransfer.World)));
        var giver = SampleTransfer.Holding(SampleTransfer.Giver, 10);
        Assert.Equal(receives, Accepts(SampleTransfer.BooksOf(rules, giver, Taker()), SampleTransfer.Transfer("t", 1)));
        Assert.Equal(receives, Accepts(SampleTransfer.BooksOf(rules, Taker()), SampleTransfer.Transfer("t", 1, SampleTransfer.World)));
        var shop = SampleTransfer.Holding(SampleTransfer.Shop, 10, status: status);
        var sale = SampleTransfer.Transfer(
            "t", 1, SampleTransfer.Card(SampleTransfer.GoodCard), SampleTransfer.Merchant(SampleTransfer.Shop));
        Assert.Equal(receives, Accepts(SampleTransfer.BooksOf(rules, shop), sale));
    }

    private static bool Accepts(LedgerState state, Transfer transfer)
    {
        var outcome = Ledger.Decide(state, transfer);
        if (outcome is Outcome.Accepted)
            return true;
        Assert.Equal(LedgerError.AccountNotActive, Assert.IsType<Outcome.Rejected>(outcome).Error);
        Assert.Empty(state.Movements);
        return false;
    }
}
