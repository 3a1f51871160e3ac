using System.Runtime.CompilerServices;

namespace ForceOps.Flow;

/// <summary>The table of the tour in docs/pismo.md: the calls that the client makes, in their order.</summary>
internal static class PrintedTour
{
    private static readonly string Document = PathOf("docs/pismo.md");

    /// <summary>Compares the table with the calls; with FORCEOPS_UPDATE_SNAPSHOTS=1 the writer writes it instead.</summary>
    internal static void AssertIs(List<string> lines, bool isWriter)
    {
        var document = File.ReadAllText(Document);
        if (isWriter && Environment.GetEnvironmentVariable("FORCEOPS_UPDATE_SNAPSHOTS") is "1")
            File.WriteAllText(Document, With(document, lines));
        else
            Assert.Equal(RowsOf(document), lines);
    }

    /// <summary>The rows of the document's table of the tour.</summary>
    private static List<string> RowsOf(string document) =>
        [.. document[Begin(document)..].Split('\n').TakeWhile(line => line.StartsWith('|'))];

    private static string With(string document, List<string> lines)
    {
        var (begin, old) = (Begin(document), RowsOf(document).Sum(line => line.Length + 1));
        return string.Concat(document.AsSpan(0, begin), string.Concat(lines.Select(line => line + '\n')), document.AsSpan(begin + old));
    }

    /// <summary>Returns where the rows begin, behind the table's head.</summary>
    private static int Begin(string document)
    {
        const string Head = "| call | status | what for |\n| --- | --- | --- |\n";
        var tour = document.IndexOf("## The whole flow", StringComparison.Ordinal);
        return document.IndexOf(Head, tour, StringComparison.Ordinal) + Head.Length;
    }

    private static string PathOf(string file, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", file);
}
