using System.CommandLine;
using ForceOps.Tool;
using ForceOps.Tool.Service;

namespace ForceOps.Api.Tests.Tool;

/// <summary>How the tool speaks to those who use it.</summary>
public sealed class UsageToolTests
{
    public static TheoryData<string> Commands() => [.. All(ForceOpsCommand.Make(), "").Select(item => item.Name)];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_has_help_with_examples_that_parse(string name)
    {
        var command = Assert.IsType<ToolCommand>(All(ForceOpsCommand.Make(), "").Single(item => item.Name == name).Command);

        var help = (await ToolRun.OfAsync([.. name.Split(' '), "--help"])).Done().Output;

        Assert.Contains(command.Description!, help);
        Assert.Contains("Example", help);
        var examples = command.Examples.Where(example => example.StartsWith("forceops ", StringComparison.Ordinal)
            && example.IndexOfAny(['|', '&', '$', '>']) < 0).ToList();
        foreach (var example in examples)
        {
            var parsed = ForceOpsCommand.Make().Parse(example["forceops ".Length..].Split('#')[0]);
            Assert.True(parsed.Errors.Count == 0, $"{example}: {string.Join(' ', parsed.Errors)}");
        }
    }

    [Theory]
    [InlineData("status")]
    [InlineData("force", "1", "5")]
    [InlineData("events", "--follow")]
    public async Task Without_a_service_one_sentence_names_the_way_out(params string[] arguments)
    {
        var run = await ToolRun.OfAsync([.. arguments, "--url", "http://127.0.0.1:9"]);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Equal("No service answers at http://127.0.0.1:9. Start it with `forceops serve`, or name another address with --url or "
            + "FORCEOPS_URL.\n", run.Error);
    }

    [Fact]
    public async Task Waiting_for_a_service_that_does_not_come_ends()
    {
        var run = await ToolRun.OfAsync("wait", "--timeout", "1", "--url", "http://127.0.0.1:9");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("forceops serve", run.Error);
    }

    [Theory]
    [InlineData("'frce' is no command or option of forceops. `forceops --help` shows how it is used.", "frce", "1")]
    [InlineData("`forceops force --help` shows how it is used.", "force", "1")]
    [InlineData("`forceops fault set --help` shows how it is used.", "fault", "set")]
    [InlineData("is no org", "status", "--org", "mine")]
    [InlineData("is no address", "status", "--url", "localhost")]
    [InlineData("--seed", "serve", "--watch-seed")]
    [InlineData("leave --data out", "serve", "--ephemeral", "--data", "x")]
    public async Task A_wrong_command_line_exits_with_2(string says, params string[] arguments)
    {
        var run = await ToolRun.OfAsync(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(says, run.Error);
    }

    [Fact]
    public async Task Completion_suggests_commands_and_values()
    {
        Assert.Contains("transfer", (await ToolRun.OfAsync("[suggest:2]", "tr")).Output);
        Assert.Contains("change_available", (await ToolRun.OfAsync("[suggest:8]", "trigger ")).Output);
    }

    [Fact]
    public async Task The_doctor_says_what_it_found()
    {
        var run = await ToolRun.OfAsync("doctor", "--port", "0", "--data", Path.GetTempPath(), "--json");

        Assert.Equal(["runtime", "port", "postgres", "npm", "data", "disk"],
            run.Json.EnumerateArray().Select(item => item.GetProperty("what").GetString()));
    }

    private static IEnumerable<(string Name, Command Command)> All(Command command, string path) => command.Subcommands.SelectMany(sub =>
        All(sub, $"{path}{sub.Name} ").Prepend(($"{path}{sub.Name}", sub)));
}
