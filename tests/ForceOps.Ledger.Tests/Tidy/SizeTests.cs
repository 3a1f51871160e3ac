namespace ForceOps.Tests.Tidy;

/// <summary>A file that does not fit in the head hides bugs. The numbers only go down.</summary>
public sealed class SizeTests(ITestOutputHelper output)
{
    private const int LinesMax = 300;
    private const int LongFrom = 150;

    /// <summary>Files of src that are longer than <see cref="LongFrom"/> lines. Lower it when one is split; do not raise it.</summary>
    private const int LongFilesMax = 1;

    private const int TestLinesMax = 200;

    [Fact]
    public void No_file_is_long_and_few_are_longer_than_a_screen_or_three()
    {
        var lengths = Repository.Code("src/").ToDictionary(file => file, file => Repository.Lines(file).Length, StringComparer.Ordinal);
        output.WriteLine($"{lengths.Count} files of src, {lengths.Values.Average():F0} lines on average, {lengths.Values.Max()} at most");

        Repository.AssertNone(
            lengths.Where(file => file.Value > LinesMax).Select(file => $"{file.Key}: {file.Value} lines"),
            $"These files have more than {LinesMax} lines. Split each where the halves have names of their own:");
        var longOnes = lengths.Where(file => file.Value > LongFrom).Select(file => $"{file.Key}: {file.Value} lines").ToList();
        Assert.True(
            longOnes.Count <= LongFilesMax,
            $"{longOnes.Count} files have more than {LongFrom} lines, {LongFilesMax} are allowed. Split one:\n  {string.Join("\n  ", longOnes)}");
        Assert.True(
            longOnes.Count == LongFilesMax,
            $"Only {longOnes.Count} files have more than {LongFrom} lines: well done. Lower LongFilesMax in {nameof(SizeTests)} so that it stays so.");
    }

    [Fact]
    public void No_test_file_is_long() => Repository.AssertNone(
        Repository.Code("tests/").Select(file => (file, Repository.Lines(file).Length)).Where(file => file.Length > TestLinesMax)
            .Select(file => $"{file.file}: {file.Length} lines"),
        $"These test files have more than {TestLinesMax} lines. One file tests one concept: split them:");
}
