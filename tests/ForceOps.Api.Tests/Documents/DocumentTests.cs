using System.Text.RegularExpressions;

namespace ForceOps.Api.Tests.Documents;

/// <summary>
/// The documents' sessions, typed from top to bottom against a service: each command must answer what the document prints behind it.
/// <see cref="ShellBlock.Runs"/> says which blocks that are, <see cref="PrintedAnswers"/> what may differ.
/// </summary>
public sealed class DocumentTests(OpenService open) : IClassFixture<OpenService>
{
    private const string PrintedAddress = "http://127.0.0.1:8080";

    public static TheoryData<string> Sessions() =>
        [.. ShellBlock.Documents().Where(document => Blocks(document).Exists(block => block.Runs))];

    [Fact]
    public void The_README_has_a_session() => Assert.Contains("README.md", Sessions().Select(row => row.Data));

    [Theory]
    [MemberData(nameof(Sessions))]
    public async Task Every_printed_answer_comes(string document)
    {
        await open.ResetAsync();
        var answers = new PrintedAnswers();
        using var shell = new Shell();
        await shell.RunAsync($"U={open.Address}");
        foreach (var block in Blocks(document).Where(block => block.Runs))
            await ReplayAsync(document, block, shell, answers);
    }

    private async Task ReplayAsync(string document, ShellBlock block, Shell shell, PrintedAnswers answers)
    {
        var printed = new Queue<string>(block.Printed is null ? [] : Parts(block, block.Printed));
        foreach (var statement in ShellBlock.Statements(block.Script))
        {
            var command = WithAddress(answers.Typed(statement));
            var output = (await shell.RunAsync(command)).Replace(open.Address, PrintedAddress, StringComparison.Ordinal);
            if (block.Printed is null)
                continue;
            foreach (var came in Parts(block, output))
            {
                Assert.True(printed.TryDequeue(out var expected), $"{document}:{block.Line}\n{statement}\nprints nothing of\n{came}");
                var difference = block.IsJson
                    ? answers.Difference(PrintedAnswers.Values(expected)[0], PrintedAnswers.Values(came)[0])
                    : answers.Difference(expected, came);
                Assert.True(difference is null, $"{document}:{block.Line}\n{statement}\n{difference}\nprinted: {expected}\ncame:    {came}");
            }
        }
        Assert.True(printed.Count == 0, $"{document}:{block.Line}: these did not come:\n{string.Join('\n', printed)}");
    }

    /// <summary>The values of JSON, or the lines that are not empty.</summary>
    private static IEnumerable<string> Parts(ShellBlock block, string text) => block.IsJson
        ? PrintedAnswers.Values(text).Select(value => value.GetRawText())
        : text.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0);

    /// <summary>The service's address, whatever the document takes for it.</summary>
    private string WithAddress(string command) => Regex.Replace(
        command.Replace(PrintedAddress, open.Address, StringComparison.Ordinal), @"(?<=^|[;\s])U=[^;\s]+", $"U={open.Address}",
        RegexOptions.None, TimeSpan.FromSeconds(1));

    private static List<ShellBlock> Blocks(string document) => ShellBlock.Of(File.ReadAllText(Path.Combine(ShellBlock.Root, document)));
}
