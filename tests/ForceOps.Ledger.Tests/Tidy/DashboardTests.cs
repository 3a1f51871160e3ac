using System.Text.RegularExpressions;

namespace ForceOps.Tests.Tidy;

/// <summary>The dashboard, the document and the code name the same metrics.</summary>
public sealed partial class DashboardTests
{
    private const string Dashboard = "docs/grafana.json";
    private const string Document = "docs/configuration.md";

    /// <summary>Of the framework; the telemetry tests see it arrive.</summary>
    private const string OfTheFramework = "http.server.request.duration";

    [Fact]
    public void Every_metric_of_the_dashboard_exists_and_every_metric_of_ours_is_on_it_and_documented()
    {
        var made = Repository.Code("src/").SelectMany(file => Metric().Matches(Repository.Read(file))).Select(match => match.Groups["name"].Value)
            .Append(OfTheFramework).ToHashSet(StringComparer.Ordinal);
        var shown = Shown().Matches(Repository.Read(Dashboard)).Select(match => match.Groups["name"].Value.Replace('_', '.'))
            .ToHashSet(StringComparer.Ordinal);
        Assert.True(made.Count > 5, "the metrics are made in another way now: correct the pattern of this test");
        Repository.AssertNone(shown.Except(made, StringComparer.Ordinal), $"{Dashboard} shows metrics that nobody makes:");
        Repository.AssertNone(made.Except(shown, StringComparer.Ordinal), $"Show these metrics in {Dashboard}:");
        var text = Repository.Read(Document);
        Repository.AssertNone(made.Where(name => !text.Contains($"`{name}`", StringComparison.Ordinal)), $"List these metrics in {Document}:");
    }

    [GeneratedRegex("""\bCreate(Counter|Histogram|ObservableGauge|UpDownCounter)\w*(<\w+>)?\(\s*"(?<name>[a-z.]+)""",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Metric();

    // As Prometheus has them: underscores, the unit, and what kind of number it is.
    [GeneratedRegex(@"\b(?<name>(forceops|http_server|db_client)(_[a-z]+?)+?)(_seconds)?(_total|_bucket|_sum|_count)?(?=\{|,)",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shown();
}
