using System.Text.Json.Serialization;
using ForceOps.Api.Access;
using ForceOps.Api.Findings;
using ForceOps.Api.Http;
using ForceOps.Findings;

namespace ForceOps.Api.Sandbox;

/// <summary>Serves <c>/sandbox/findings</c>, which shows what clients of the org do wrong.</summary>
internal static class FindingsApi
{
    private static readonly RequestQueries Filters = new(
        new("severity", "Only findings of this severity.") { Words = [.. Enum.GetValues<Severity>().Reverse().Select(FindingView.WordOf)] },
        new("rule", "Only findings of this rule.") { Words = [.. RuleBook.Rules.Select(rule => rule.Name)] },
        new(Since, "Only what happened from this time on, by the service's real clock, is judged, as far as the journal has it, and nothing of it is kept.")
        { Format = "date-time" },
        new(Window, "With since: the time that a client has to come back, a duration of ISO 8601 of up to PT1H; else that of the settings.")
        { Format = "duration" },
        new(Work, "With since: account says that the requests of one account are parts of the same work, and those of others are not.")
        { Words = [WorkByAccount] });

    private const string Since = "since";
    private const string Window = "window";
    private const string Work = "work";
    private const string WorkByAccount = "account";

    private static readonly TimeSpan WindowMax = TimeSpan.FromHours(1);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/findings", ListAsync).WithMetadata(Filters)
        .Describe("listFindings", "List findings", "Lists what clients of the org did wrong so far, the most severe first: what it costs in production, the story of the latest time, and what repairs it. They are kept in memory until the org is reset.")
        .Answers(200, typeof(FindingsView), "The findings.", """
            {"items":[{"id":"double-post.force","rule":"double-post","severity":"high","title":"Posted the same money again under another tracking id after a lost answer","why":"The first one may have been posted, as nobody can know after a lost answer, and then the customer pays or is paid twice.","evidence":[{"request_id":42,"authorization_id":2048,"tracking_id":"ba7f42b9-9bd1-4840-a747-f1b59037b798","at":"2024-05-01T12:00:00Z","what":"The connection ended without an answer; the operation was posted."},{"request_id":43,"authorization_id":4096,"tracking_id":"0d6f0a5e-0a4b-4c1c-9b1b-5a3c0c7c7f55","at":"2024-05-01T12:00:01Z","what":"The same money came again under another tracking id, and was posted."}],"seen":1,"fix":"Make the tracking id before the first try, store it, and send the same one until an answer comes.","docs":"docs/findings.md#double-post"}],"at":"2024-05-01T12:00:05Z"}
            """);

    private static async Task<IResult> ListAsync(HttpContext http, SandboxGate gate, FindingsObserver observer, TimeProvider clock)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        if (!observer.IsOn)
            return SandboxProblem.Of(404, "FINDINGS_OFF", "There are no findings: ForceOps:Findings:Enabled is false, or the journal is off.");
        var (severity, rule) = (http.Request.Query["severity"].ToString(), http.Request.Query["rule"].ToString());
        if ((Wrong("severity", severity) ?? Wrong("rule", rule) ?? Wrong(Work, http.Request.Query[Work].ToString())) is { } wrong)
            return wrong;
        // Read before the history: who goes on from here misses nothing, and sees at worst one thing twice.
        var now = clock.GetUtcNow();
        var (findings, seen, refusal) = Read(http.Request.Query, org, observer);
        if (refusal is not null)
            return refusal;
        var found = findings.Select(FindingView.Of).Where(view =>
            (severity.Length == 0 || string.Equals(view.Severity, severity, StringComparison.Ordinal))
            && (rule.Length == 0 || string.Equals(view.Rule, rule, StringComparison.Ordinal)));
        return SandboxJson.Ok(new FindingsView([.. found], now.UtcDateTime, seen));
    }

    private static (IReadOnlyList<Finding> Findings, SeenOfClient? Seen, IResult? Refusal) Read(
        IQueryCollection query, OrgId org, FindingsObserver observer)
    {
        var (since, window, work) = (query[Since].ToString(), query[Window].ToString(), query[Work].ToString());
        if (since.Length == 0)
        {
            return window.Length + work.Length == 0
                ? (observer.Read(org), null, null)
                : ([], null, SandboxProblem.Invalid(window.Length > 0 ? Window : Work, "goes with since alone"));
        }
        if (!ClockRequest.TryReadTime(since, out var from))
            return ([], null, SandboxProblem.Invalid(Since, $"{ClockRequest.WrongTime}; a + is %2B in a query"));
        TimeSpan? asked = null;
        if (window.Length > 0)
        {
            if (!IsoDuration.TryParse(window, out var read) || read <= TimeSpan.Zero || read > WindowMax)
                return ([], null, SandboxProblem.Invalid(Window, "must be a duration of ISO 8601 of up to PT1H, as PT5S"));
            asked = read;
        }
        var (findings, seen) = observer.ReadPart(org, from, asked, work.Length > 0);
        return (findings, seen, null);
    }

    /// <summary>Refuses a word that the filter does not have: it would select nothing, and nothing would look like a good client.</summary>
    private static IResult? Wrong(string name, string sent)
    {
        var words = Filters.Items.First(item => string.Equals(item.Name, name, StringComparison.Ordinal)).Words;
        return sent.Length == 0 || words.Contains(sent, StringComparer.Ordinal)
            ? null
            : SandboxProblem.Invalid(name, $"must be one of {string.Join(", ", words)}");
    }
}

/// <summary>Shows the findings of an org.</summary>
/// <param name="Items">The findings, the most severe first, and of those the latest first.</param>
/// <param name="At">The service's real time, which can be the since of a later call.</param>
/// <param name="Seen">With since: what was looked at. A client that did nothing does nothing wrong.</param>
internal sealed record FindingsView(
    IReadOnlyList<FindingView> Items, DateTime At,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SeenOfClient? Seen);

/// <summary>Shows what clients of an org did wrong in one respect.</summary>
/// <param name="Id">The rule, and the kind of operation, the webhook or the header that it is about.</param>
/// <param name="Rule">The name of the rule.</param>
/// <param name="Severity">high, medium or low.</param>
/// <param name="Title">What the client did.</param>
/// <param name="Why">What it costs in production.</param>
/// <param name="Evidence">The story of the latest time, the earliest first.</param>
/// <param name="Seen">How often it was observed.</param>
/// <param name="Fix">What repairs it.</param>
/// <param name="Docs">Where the documentation explains the rule.</param>
internal sealed record FindingView(
    string Id, string Rule, string Severity, string Title, string Why, IReadOnlyList<EvidenceView> Evidence, long Seen, string Fix,
    string Docs)
{
    internal static FindingView Of(Finding finding) => new(
        finding.Id, finding.Rule, WordOf(finding.Severity), finding.Title, finding.Why,
        [.. finding.Evidence.Select(evidence => new EvidenceView(
            evidence.RequestId, evidence.AuthorizationId, evidence.TrackingId, evidence.At.UtcDateTime, evidence.What))],
        finding.Seen, finding.Fix, finding.Docs);

    internal static string WordOf(Severity severity) => severity switch
    {
        ForceOps.Findings.Severity.High => "high",
        ForceOps.Findings.Severity.Medium => "medium",
        ForceOps.Findings.Severity.Low => "low",
    };
}

/// <summary>Shows one thing that happened.</summary>
/// <param name="RequestId">The id of the recorded request; null for the delivery of an event.</param>
/// <param name="AuthorizationId">The authorization that the request made or met.</param>
/// <param name="TrackingId">The tracking id that was sent.</param>
/// <param name="At">When it happened.</param>
/// <param name="What">What happened, in words.</param>
internal sealed record EvidenceView(long? RequestId, long? AuthorizationId, string? TrackingId, DateTime At, string What);
