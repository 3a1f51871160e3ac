using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ForceOps.Api.Tests.Documents;

/// <summary>A block of commands in a document, and what the document prints right behind it.</summary>
/// <param name="Line">Where the first command stands.</param>
/// <param name="Script">The commands.</param>
/// <param name="Printed">The block behind it; null when there is none.</param>
/// <param name="IsJson">What is printed is JSON, one value or several.</param>
internal sealed partial record ShellBlock(int Line, string Script, string? Printed, bool IsJson)
{
    // Words that start something which a test must not start, or which does not end.
    private static readonly string[] Never = ["dotnet", "docker", "npm", "git", "kill", "sudo"];

    internal static readonly string Root = RootOf();

    /// <summary>
    /// It runs if the document says what comes of it, or if it consists of curl lines and variables only; never if it starts programs
    /// that stay.
    /// </summary>
    internal bool Runs => Statements(Script) is { Count: > 0 } statements
        && !statements.Any(one => Never.Any(
            word => Regex.IsMatch(one, $@"(^|[\s;&|(]){word}\s", RegexOptions.None, TimeSpan.FromSeconds(1))))
        && (Printed is not null || statements.TrueForAll(one => CurlOrVariable().IsMatch(one)));

    /// <summary>The Markdown files at the root and in docs, from the root.</summary>
    internal static IEnumerable<string> Documents() =>
        new[] { Root, Path.Combine(Root, "docs") }.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*.md"))
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/')).Order(StringComparer.Ordinal);

    internal static List<ShellBlock> Of(string markdown)
    {
        var blocks = new List<ShellBlock>();
        var fences = Fenced().Matches(markdown.ReplaceLineEndings("\n")).ToList();
        for (var i = 0; i < fences.Count; i++)
        {
            if (fences[i].Groups["language"].Value is not ("sh" or "bash"))
                continue;
            // Right behind it: with nothing but empty lines between.
            var end = fences[i].Index + fences[i].Length;
            var next = i + 1 < fences.Count && string.IsNullOrWhiteSpace(markdown.ReplaceLineEndings("\n")[end..fences[i + 1].Index])
                ? fences[i + 1]
                : null;
            var language = next?.Groups["language"].Value;
            blocks.Add(new ShellBlock(
                markdown.ReplaceLineEndings("\n")[..fences[i].Groups["text"].Index].Count(letter => letter == '\n') + 1,
                fences[i].Groups["text"].Value,
                language is "json" or "" or "text" ? next!.Groups["text"].Value : null, language is "json"));
        }
        return blocks;
    }

    /// <summary>The commands one by one; one that goes over several lines stays together.</summary>
    internal static List<string> Statements(string script)
    {
        var statements = new List<string>();
        var begun = "";
        foreach (var line in script.Split('\n'))
        {
            begun += begun.Length == 0 ? line : "\n" + line;
            var whole = begun.TrimEnd();
            if (whole.EndsWith('\\') || whole.EndsWith('|') || whole.Count(letter => letter == '\'') % 2 == 1)
                continue;
            if (whole.Length > 0 && !whole.TrimStart().StartsWith('#'))
                statements.Add(whole);
            begun = "";
        }
        Assert.True(begun.Length == 0, $"a command does not end: {begun}");
        return statements;
    }

    private static string RootOf([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(here, "..", "..", "..", ".."));

    [GeneratedRegex(@"^(curl\s|[A-Za-z_]\w*=)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CurlOrVariable();

    [GeneratedRegex(@"^```(?<language>\w*)[^\n`]*\n(?<text>(.*\n)*?)```[ \t]*$", RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex Fenced();
}
