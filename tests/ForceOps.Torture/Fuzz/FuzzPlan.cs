using System.Text.Json;
using System.Text.RegularExpressions;

namespace ForceOps.Torture.Fuzz;

/// <summary>What all workers of a run share: the routes, the judge, the count.</summary>
internal sealed partial class FuzzPlan
{
    private FuzzPlan(Uri url, IReadOnlyList<ApiDocument> documents, string receiver, bool mayLeaveOrg, TimeSpan patience, bool traces)
    {
        (Url, Receiver, MayLeaveOrg, Patience) = (url, receiver, mayLeaveOrg, patience);
        Routes = [.. documents.SelectMany(document => document.Routes())];
        (Words, Judge, Tally) = (new DocumentWords(documents), new AnswerJudge(Routes), new FuzzTally(url, traces));
    }

    internal Uri Url { get; }

    /// <summary>Where webhooks may go.</summary>
    internal string Receiver { get; }

    /// <summary>The service is ours alone, so that its default org may be written to.</summary>
    internal bool MayLeaveOrg { get; }

    /// <summary>How long an answer may take.</summary>
    internal TimeSpan Patience { get; }

    internal IReadOnlyList<ApiRoute> Routes { get; }

    internal DocumentWords Words { get; }

    internal AnswerJudge Judge { get; }

    internal FuzzTally Tally { get; }

    /// <summary>Reads every document that the page of Swagger UI names.</summary>
    internal static async Task<FuzzPlan> ReadAsync(Uri url, string receiver, bool mayLeaveOrg, TimeSpan patience, bool traces)
    {
        using var http = new HttpClient { BaseAddress = url };
        var script = await http.GetStringAsync(new Uri("/swagger/index.js", UriKind.Relative));
        var names = DocumentPath().Matches(script).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal).ToList();
        if (names.Count == 0)
            throw new InvalidOperationException("the page of Swagger UI names no document");
        var documents = new List<ApiDocument>();
        foreach (var name in names)
        {
            var text = await http.GetStringAsync(new Uri($"/swagger/{name}/swagger.json", UriKind.Relative));
            documents.Add(new ApiDocument(name, JsonDocument.Parse(text).RootElement));
        }
        return new FuzzPlan(url, documents, receiver, mayLeaveOrg, patience, traces);
    }

    [GeneratedRegex(@"swagger/(?<name>[a-z0-9_-]+)/swagger\.json|""(?<name>[a-z0-9_-]+)/swagger\.json",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DocumentPath();
}
