using ForceOps.Api.Hosting;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Hosting;

/// <summary>A name that nobody reads stops the start in one line with the name that was probably meant, wherever it was given.</summary>
public sealed class UnknownSettingTests
{
    [Theory]
    [InlineData("ForceOps:Modee", "--ForceOps:Modee is no setting. Did you mean ForceOps:Mode?")]
    [InlineData("ForceOps:Sanbox:Key", "--ForceOps:Sanbox is no setting. Did you mean ForceOps:Sandbox?")]
    [InlineData("ForceOps:Sandbox:Kye", "--ForceOps:Sandbox:Kye is no setting. Did you mean ForceOps:Sandbox:Key?")]
    [InlineData("ForceOps:Bluefin:RefundOfForce", "Did you mean ForceOps:Bluefin:RefundsOfForce?")]
    [InlineData("ForceOps:Fiserv:Keys:0:Tenent", "Did you mean ForceOps:Fiserv:Keys:0:Tenant?")]
    [InlineData("ForceOps:BatchLimit", "Did you mean ForceOps:Ledger:BatchLimit?")]
    [InlineData("ForceOps:Keys:ServerKey", "an item of this list is numbered, as in ForceOps:Keys:0")]
    [InlineData("ForceOps:Mode:Strict", "ForceOps:Mode is one value")]
    [InlineData("ForceOps:Ledger", "has settings of its own")]
    public async Task In_the_section_that_it_is_given_for(string name, string said) =>
        Refused(await RunningService.FailAsync((name, "strict")), said);

    [Theory]
    [InlineData(
        "ForceOps:Sandbox:Kye", "The environment variable ForceOps__Sandbox__Kye is no setting. Did you mean ForceOps:Sandbox:Key?")]
    [InlineData("ForcOps:Mode", "Did you mean ForceOps?")]
    [InlineData("ConnectionStrings:Leger", "Did you mean ConnectionStrings:Ledger?")]
    public async Task In_the_environment(string name, string said) =>
        Refused(await RunningService.RunAsync(["--urls", "http://127.0.0.1:0"], (name, "strict")), said);

    [Theory]
    [InlineData("--sed seed.yaml", "--sed is no option. Did you mean --seed?")]
    [InlineData("--sed=seed.yaml", "--sed is no option. Did you mean --seed?")]
    [InlineData("--date folder", "--date is no option. Did you mean --data?")]
    [InlineData("--url http://127.0.0.1:0", "--url is no option. Did you mean --urls?")]
    [InlineData("--mode strict", "--mode is no option. Did you mean --ForceOps:Mode?")]
    [InlineData("-mode strict", "-mode is no option. Did you mean --ForceOps:Mode?")]
    [InlineData("--frobnicate 1", "--frobnicate is no option. --help shows the options")]
    [InlineData("--seed", "--seed needs a value")]
    [InlineData("--seed --data folder", "--seed needs a value")]
    [InlineData("strict", "'strict' is no option")]
    public void On_the_command_line(string arguments, string said) =>
        Assert.Contains(said, CommandLine.Read(arguments.Split(' ')).Problem, StringComparison.Ordinal);

    [Fact]
    public async Task On_the_command_line_of_a_process() => Refused(await RunningService.RunAsync(["--seed"]), "--seed needs a value");

    [Theory]
    [InlineData("""{"ForceOps":{"Webhooks":{"Timeot":"00:00:01"}}}""", "ForceOps:Webhooks:Timeot in appsettings.")]
    [InlineData("""{"ForceOps":""", "appsettings.")]
    public async Task In_the_settings_file(string json, string said)
    {
        var environment = $"Test{Guid.NewGuid():N}";
        var file = Path.Combine(ServiceProcess.Folder, $"appsettings.{environment}.json");
        await File.WriteAllTextAsync(file, json, TestContext.Current.CancellationToken);
        try
        {
            Refused(await RunningService.RunAsync(["--environment", environment]), said);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void Refused((int ExitCode, string Output) run, string said)
    {
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("ForceOps cannot start: ", run.Output, StringComparison.Ordinal);
        Assert.Contains(said, run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', run.Output.Trim());
    }
}
