namespace ForceOps.Api.Hosting.Journal;

/// <summary>A request under way; finished once, when its answer begins or when it ends without one.</summary>
internal sealed class JournaledRequest(HttpContext http, JournalEntry entry, RequestJournal journal, TimeProvider clock, bool believesTenant)
{
    private readonly long _started = clock.GetTimestamp();
    private bool _finished;

    /// <summary>Of an answer that has no body at the request's end: it begins later, and still with this status.</summary>
    internal void Finish()
    {
        if (_finished)
            return;
        _finished = true;
        entry.Finished(AnswerStatus.Of(http), clock.GetElapsedTime(_started));
        journal.Add(entry.Org ?? OrgOf(), entry);
    }

    /// <summary>Where no gate got that far. In strict mode nobody fills another org's journal by naming it: such requests are the default org's.</summary>
    private OrgId OrgOf() =>
        believesTenant && OrgId.TryParse(http.Request.Headers["x-tenant"].ToString(), out var sent) ? sent : OrgId.Default;
}
