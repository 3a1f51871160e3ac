namespace ForceOps.Tests;

/// <summary>An operation is canceled and referred to through its own dialect only.</summary>
public sealed class OtherDialectTests
{
    [Theory]
    [InlineData(Channel.Pismo, Channel.Fiserv)]
    [InlineData(Channel.Pismo, Channel.Bluefin)]
    [InlineData(Channel.Fiserv, Channel.Pismo)]
    [InlineData(Channel.Bluefin, Channel.Fiserv)]
    public void Another_dialect_does_not_find_it(Channel own, Channel other)
    {
        var state = Sample.StateWith(0);
        var force = state.Accept(Sample.Force("t", 40.25m) with { Channel = own });
        var byId = Sample.Cancel("c", "t") with { OriginalTrackingId = null, AuthorizationId = force.Id };
        foreach (var cancel in new[] { Sample.Cancel("c", "t"), byId })
        {
            Assert.Equal(LedgerError.AuthorizationNotFound, Assert.IsType<Outcome.Rejected>(
                Ledger.Decide(state, cancel with { Channel = other })).Error);
            Assert.Null((cancel with { Channel = other }).AccountsIn(state));
        }
        var second = Sample.Force("u", 1) with { Channel = other, Original = new OriginalAuthorization(force.Id, OnNetwork: false) };
        Assert.Equal(LedgerError.OriginalAuthorizationNotFound, Assert.IsType<Outcome.Rejected>(Ledger.Decide(state, second)).Error);
        Assert.IsType<Outcome.Accepted>(Ledger.Decide(state, byId with { Channel = own }));
    }
}
