namespace ForceOps.Api.Hosting.Journal;

/// <summary>A request under way; finished once, when its answer begins or when it ends without one.</summary>
internal sealed class JournaledRequest(HttpContext http, JournalEntry entry, RequestJournal journal, TimeProvider clock)
{
    private readonly long _started = clock.GetTimestamp();
    private bool _finished;

    internal Task AnswerBeginsAsync()
    {
        Finish(http.Response.StatusCode);
        return Task.CompletedTask;
    }

    /// <summary>A fault is about to end the connection: whoever sees it end finds it in the journal.</summary>
    internal void EndsUnanswered() => Finish(0);

    /// <summary>An answer that has no body begins later than this, and still with this status.</summary>
    internal void Ends() => Finish(http.RequestAborted.IsCancellationRequested && !http.Response.HasStarted ? 0 : http.Response.StatusCode);

    private void Finish(int status)
    {
        if (_finished)
            return;
        _finished = true;
        entry.Finished(status, clock.GetElapsedTime(_started));
        journal.Add(entry.Org ?? OrgOf(http), entry);
    }

    /// <summary>Where no gate got that far.</summary>
    private static OrgId OrgOf(HttpContext http) =>
        OrgId.TryParse(http.Request.Headers["x-tenant"].ToString(), out var sent) ? sent : OrgId.Default;
}
