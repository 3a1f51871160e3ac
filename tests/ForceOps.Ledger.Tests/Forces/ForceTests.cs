namespace ForceOps.Tests;

public sealed class ForceTests
{
    [Fact]
    public void The_documents_example_debits_40_25_from_account_1234()
    {
        var state = Sample.StateWith(100);
        var authorization = state.Accept(Sample.Force("ba7f42b9-9bd1-4840-a747-f1b59037b798", 40.25m));

        Assert.Equal(59.75m, state.Balance());
        Assert.Equal(Sample.AccountId, authorization.AccountId);
        Assert.Equal(40.25m, authorization.Amount);
        Assert.Equal(BalanceImpact.Debit, authorization.Impact);
        Assert.Equal(AuthorizationType.Force, authorization.Type);
        Assert.Equal(Sample.Now, authorization.EventDate);
        Assert.False(authorization.IsCancellation);
    }

    [Fact]
    public void A_debit_moves_money_from_the_account_to_the_forced_operations()
    {
        var state = Sample.StateWith(100);
        var authorization = state.Accept(Sample.Force("t", 40.25m));

        var expected = new Movement(
            2, authorization.Id, MovementKind.Principal, Sample.AccountId, InternalAccount.ForcedOperations, 40.25m, 59.75m, null);
        Assert.Equal(expected, Assert.Single(state.Movements));
    }

    [Fact]
    public void A_credit_moves_money_from_the_forced_operations_to_the_account()
    {
        var state = Sample.StateWith(100);
        var authorization = state.Accept(Sample.Force("t", 40.25m, Sample.CreditCode));

        var expected = new Movement(
            2, authorization.Id, MovementKind.Principal, InternalAccount.ForcedOperations, Sample.AccountId, 40.25m, null, 140.25m);
        Assert.Equal(expected, Assert.Single(state.Movements));
        Assert.Equal(140.25m, state.Balance());
    }

    [Fact]
    public void A_debit_may_drive_the_balance_negative()
    {
        var state = Sample.StateWith(10);
        state.Accept(Sample.Force("t", 40.25m));
        Assert.Equal(-30.25m, state.Balance());
        Assert.Equal(-30.25m, Assert.Single(state.Movements).DebitBalance);
    }

    [Fact]
    public void A_code_without_impact_is_recorded_and_moves_nothing()
    {
        var state = Sample.StateWith(10);
        var authorization = state.Accept(Sample.Force("t", 40.25m, Sample.NeutralCode));

        Assert.Equal(40.25m, authorization.Amount);
        Assert.Equal(authorization, Assert.Single(state.Recorded));
        Assert.Empty(state.Movements);
        Assert.Equal(10, state.Balance());
    }

    [Theory]
    [InlineData("NORMAL")]
    [InlineData("BLOCKED")]
    [InlineData("CANCELLED")]
    [InlineData("DEBIT_ONLY")]
    [InlineData("UNKNOWN")]
    public void The_accounts_status_is_not_asked(string status)
    {
        var state = Sample.LedgerState();
        state.Load(new Account(Sample.AccountId, AccountKind.Customer, Sample.Usd) { Status = AccountStatus.Parse(status) });
        state.Accept(Sample.Force("t", 40.25m));
        Assert.Equal(-40.25m, state.Balance());
    }

    [Theory]
    [InlineData(Channel.Pismo, InternalAccount.ForcedOperations)]
    [InlineData(Channel.Bluefin, InternalAccount.Acquirer)]
    [InlineData(Channel.Fiserv, InternalAccount.Acquirer)]
    public void Cards_are_settled_by_the_acquirer_and_the_rest_by_the_org(Channel channel, long counterparty)
    {
        var state = Sample.StateWith(0);
        state.Accept(Sample.Force("t", 40.25m) with { Channel = channel });
        Assert.Equal(counterparty, Assert.Single(state.Movements).CreditAccount);
    }

    [Fact]
    public void Everything_the_request_says_is_kept()
    {
        var state = Sample.StateWith(0);
        var earlier = state.Accept(Sample.Force("earlier", 1));
        var force = Sample.Force("t", 40.25m) with
        {
            CorrelationId = "correlation",
            Channel = Channel.Pismo,
            InTimeline = false,
            Descriptor = "a descriptor",
            Metadata = """{"a":1}""",
            Currency = Sample.Usd,
            Original = new OriginalAuthorization(earlier.Id, OnNetwork: false),
            ValueDate = Sample.Now.AddDays(-1),
        };
        var kept = state.Accept(force);

        Assert.Equal(("correlation", false), (kept.CorrelationId, kept.InTimeline));
        Assert.Equal(("a descriptor", """{"a":1}"""), (kept.Descriptor, kept.Metadata));
        Assert.Equal((force.Original, force.ValueDate), (kept.Original, kept.ValueDate));
        Assert.Equal((Sample.Usd, Sample.DebitCode), (kept.Currency, kept.ProcessingCode));
        Assert.Equal(TrackingId.Parse("t"), kept.TrackingId);
    }

    [Fact]
    public void The_value_date_may_be_this_very_moment()
    {
        Sample.StateWith(0).Accept(Sample.Force("t", 1) with { ValueDate = Sample.Now });
        // Within the millisecond that the event date is cut to: a client's own now.
        var later = Sample.Now.AddMicroseconds(900);
        var state = new LedgerState(Sample.Rules, later, 1);
        var posted = state.Accept(Sample.Force("t", 1) with { ValueDate = later.AddMicroseconds(-300) });
        Assert.Equal(Sample.Now, posted.EventDate);
    }

    [Fact]
    public void A_networks_authorization_need_not_exist_here() =>
        Sample.StateWith(0).Accept(Sample.Force("t", 1) with { Original = new OriginalAuthorization(99, OnNetwork: true) });

    [Fact]
    public void The_accounts_currency_decides_about_decimals()
    {
        Sample.StateWith(0, currency: Sample.Bhd).Accept(Sample.Force("t", 0.001m));
        var rejected = Sample.StateWith(0, currency: Sample.Jpy).Reject(Sample.Force("t", 0.1m));
        Assert.Equal(LedgerError.TooManyDecimals, rejected.Error);
    }

    [Fact]
    public void The_smallest_and_the_largest_amount_are_exact()
    {
        var state = Sample.StateWith(0.0001m, currency: Currency.Parse("CLF"));
        state.Accept(Sample.Force("large", 999_999_999_999_999.9999m, Sample.CreditCode));
        Assert.Equal(1_000_000_000_000_000m, state.Balance());
        state.Accept(Sample.Force("small", 0.0001m));
        Assert.Equal(999_999_999_999_999.9999m, state.Balance());
    }
}
