using System.Text.RegularExpressions;

namespace ForceOps.Tests.Tidy;

/// <summary>Rooms of a good size: a file is one subject that a reader looks for, neither a drawer of one line nor a hall.</summary>
public sealed partial class SizeTests(ITestOutputHelper output)
{
    private const int LinesMax = 300;

    private const int TestLinesMax = 220;

    /// <summary>Below it a file is mostly its own head. Such files are right for a few shared values, and wrong as a habit.</summary>
    private const int SmallBelow = 15;

    /// <summary>In per cent of the files of src; more files than this read as a scattered house.</summary>
    private const int SmallMax = 10;

    /// <summary>A stranger finds his room among so many doors.</summary>
    private const int FilesInFolderMax = 25;

    /// <summary>As in .editorconfig, which no analyzer enforces.</summary>
    private const int ColumnsMax = 140;

    [Fact]
    public void No_file_is_long() => Repository.AssertNone(
        Lengths("src/").Where(file => file.Lines > LinesMax).Select(file => $"{file.File}: {file.Lines} lines"),
        $"These files have more than {LinesMax} lines. Split each where the halves have names of their own:");

    [Fact]
    public void No_test_file_is_long() => Repository.AssertNone(
        Lengths("tests/").Where(file => file.Lines > TestLinesMax).Select(file => $"{file.File}: {file.Lines} lines"),
        $"These test files have more than {TestLinesMax} lines. One file tests one concept: split them:");

    [Fact]
    public void Few_files_are_tiny()
    {
        var files = Lengths("src/");
        var small = files.Where(file => file.Lines < SmallBelow).Select(file => $"{file.File}: {file.Lines} lines").ToList();
        output.WriteLine($"{files.Count} files of src, {files.Average(
            file => file.Lines):F0} lines on average, {small.Count} under {SmallBelow}");
        Assert.True(
            small.Count * 100 <= files.Count * SmallMax,
            $"{small.Count} of {files.Count} files have less than {SmallBelow} lines, {SmallMax} % may. "
            + $"Put each beside the one that uses it:\n  {string.Join("\n  ", small)}");
    }

    [Fact]
    public void No_folder_is_crowded() => Repository.AssertNone(
        Repository.Code("src/").GroupBy(file => Path.GetDirectoryName(file)!, StringComparer.Ordinal).Where(
            folder => folder.Count() > FilesInFolderMax)
            .Select(folder => $"{folder.Key}: {folder.Count()} files"),
        $"These folders have more than {FilesInFolderMax} files. Divide each by subject:");

    /// <summary>Texts that must stay whole, such as examples of bodies, patterns and log templates, may be longer.</summary>
    [Fact]
    public void No_line_is_longer_than_a_reader_sees() => Repository.AssertNone(
        from file in Repository.Code("")
        from line in WithoutTexts(file).Split('\n').Select((text, i) => (Text: text, Number: i + 1))
        where line.Text.Length > ColumnsMax && !line.Text.Contains('"', StringComparison.Ordinal)
        select $"{file}:{line.Number}: {line.Text.Length} columns",
        $"These lines have more than {ColumnsMax} columns. Break them:");

    /// <summary>Empties the texts of several lines (SQL, JSON) and keeps their line feeds, so that line numbers stay.</summary>
    private static string WithoutTexts(string file) =>
        RawText().Replace(Repository.Read(file), text => "\"" + new string('\n', text.Value.Count(c => c == '\n')));

    [GeneratedRegex("\"\"\"[\\s\\S]*?\"\"\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RawText();

    private static List<(string File, int Lines)> Lengths(string folder) =>
        [.. Repository.Code(folder).Select(file => (file, Repository.Lines(file).Length))];
}
