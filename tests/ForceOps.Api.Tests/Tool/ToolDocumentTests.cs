using System.Text.RegularExpressions;
using ForceOps.Api.Tests.Documents;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Tool;

/// <summary>The tool's document prints what the tool prints, but for ids, times and widths.</summary>
public sealed partial class ToolDocumentTests(SharedService shared)
{
    [Fact]
    public async Task Every_printed_output_comes()
    {
        await using var tenant = shared.NewTenant();
        var document = await File.ReadAllTextAsync(Path.Combine(ShellBlock.Root, "docs", "tool.md"));
        var sessions = Session().Matches(document).SelectMany(block => Typed().Matches(block.Groups["text"].Value)).ToList();
        Assert.True(sessions.Count > 15, $"{sessions.Count} commands");
        foreach (var session in sessions)
        {
            var run = await tenant.ToolAsync(session.Groups["arguments"].Value.Split(' '));

            var came = (run.Output + run.Error).Replace(tenant.Service.Url.ToString().TrimEnd('/'), "http://127.0.0.1:8080", StringComparison.Ordinal)
                .Replace($" -H 'x-tenant: {tenant.Org}'", "", StringComparison.Ordinal);
            came = Regex.Replace(came, $@"(?m)^(?<name>Org +){tenant.Org}", "${name}the default org", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
            Assert.Equal(Shape(session.Groups["printed"].Value), Shape(came));
        }
    }

    private static string Shape(string text) => Space().Replace(Made().Replace(text, "0"), " ").Trim();

    [GeneratedRegex(@"^```console\n(?<text>(.*\n)*?)```", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Session();

    [GeneratedRegex(@"^\$ forceops (?<arguments>.*)\n(?<printed>((?!\$ ).*\n)*)", RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Typed();

    // UUIDs, times, ids and sums.
    [GeneratedRegex(@"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\d+([-:.TZ]+\d+)*Z?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Made();

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Space();
}
