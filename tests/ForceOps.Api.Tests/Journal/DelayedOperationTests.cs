using ForceOps.Api.Journal;
using ForceOps.Api.Sandbox;
using ForceOps.Api.Settings;
using ForceOps.Postgres.Writing;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Tests.Journal;

/// <summary>A delayed operation that is decided later has no request any more, and is in the journal all the same.</summary>
public sealed class DelayedOperationTests
{
    private static readonly Force Force = new()
    {
        TrackingId = TrackingId.Parse("delayed-operation-of-one-tracking-id"),
        CorrelationId = "cid",
        AccountId = 12,
        Amount = Amount.Create(10.5m),
        ProcessingCode = ProcessingCode.Parse("gone00"),
    };

    [Fact]
    public void A_refusal_shows_the_operation_the_rule_and_what_it_saw()
    {
        var journal = JournalOf(entries: 10);
        var rejected = new Outcome.Rejected(LedgerError.ProcessingCodeNotFound) { Facts = [new("processing_code", "gone00")] };
        journal.AddDelayed(OrgId.Default, Force, WriteResult.Decided(rejected));
        journal.AddDelayed(OrgId.Default, Force, WriteResult.Refused(WriteRefusal.Locked));

        Assert.Equal(2, journal.Read(OrgId.Default).Count);
        var view = RequestView.Of(journal.Read(OrgId.Default)[1]);
        Assert.Equal(("pismo", null, null, null, "cid", null), (view.Channel, view.Method, view.Route, view.Status, view.Cid, view.Fault));
        Assert.Equal(
            """{"tracking_id":"delayed-operation-of-one-tracking-id","account_id":12,"amount":10.5,"processing_code":"gone00"}""",
            view.Request!.ToJsonString());
        Assert.Equal(("ledger", "processing_code_not_found", """{"processing_code":"gone00"}"""),
            (view.Why!.Check, view.Why.Error, view.Why.Facts.ToJsonString()));
        Assert.Equal("database", RequestView.Of(journal.Read(OrgId.Default)[0]).Why!.Check);
        Assert.Empty(journal.Read(new OrgId(Guid.NewGuid())));
    }

    [Fact]
    public void A_journal_that_is_off_takes_nothing()
    {
        var journal = JournalOf(entries: 0);
        journal.AddDelayed(OrgId.Default, Force, WriteResult.Refused(WriteRefusal.Locked));
        Assert.Empty(journal.Read(OrgId.Default));
    }

    /// <summary>Many threads, few places: nothing is lost or counted twice, so that the bound holds for good.</summary>
    [Fact]
    public void Its_bounds_hold_when_many_write_at_once()
    {
        var journal = JournalOf(entries: 50, ofAllOrgs: 200);
        var orgs = Enumerable.Range(0, 40).Select(_ => new OrgId(Guid.NewGuid())).ToList();
        Parallel.For(0, 20_000, i => journal.AddDelayed(orgs[i * 7 % orgs.Count], Force, WriteResult.Refused(WriteRefusal.Locked)));
        Assert.InRange(orgs.Sum(org => journal.Read(org).Count), 1, 200);

        // One org alone may fill its ring afterwards, and its ids ascend.
        for (var i = 0; i < 60; i++)
            journal.AddDelayed(OrgId.Default, Force, WriteResult.Refused(WriteRefusal.Locked));
        var ids = journal.Read(OrgId.Default).Select(entry => entry.Id).ToList();
        Assert.Equal(50, ids.Count);
        Assert.Equal(ids.OrderDescending(), ids);
    }

    private static RequestJournal JournalOf(int entries, int ofAllOrgs = 1000)
    {
        var options = new ForceOpsOptions();
        (options.Journal.Entries, options.Journal.EntriesOfAllOrgs) = (entries, ofAllOrgs);
        return new RequestJournal(Options.Create(options), TimeProvider.System);
    }
}
