using ForceOps.Api.Hosting;
using ForceOps.Api.Settings;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Hosting;

/// <summary>What the first commands of a newcomer answer: help, the version, an address that cannot be listened on.</summary>
public sealed class CommandLineTests(SharedService shared)
{
    [Fact]
    public async Task Help_is_printed_and_nothing_starts()
    {
        var (exitCode, output) = await RunningService.RunAsync(["--help"]);
        Assert.Equal(output, CommandLine.Read(["-h"]).Answer?.Trim());
        Assert.Equal(0, exitCode);
        Assert.Contains($"ForceOps {ProductVersion.Text}", output, StringComparison.Ordinal);
        Assert.Contains("--urls", output, StringComparison.Ordinal);
        Assert.DoesNotContain("ready", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_one_everywhere()
    {
        Assert.Matches(@"^\d+\.\d+\.\d+$", ProductVersion.Text);
        Assert.Equal((0, $"ForceOps {ProductVersion.Text}"), await RunningService.RunAsync(["--version"]));
        Assert.Contains($"ForceOps {ProductVersion.Text} is ready", shared.Service.Output, StringComparison.Ordinal);
        await using var tenant = shared.NewTenant();
        Assert.Equal($"Healthy {ProductVersion.Text}", (await tenant.GetAsync("/health/live")).Text);
        foreach (var document in new[] { "pismo", "bluefin", "fiserv", "sandbox" })
            Assert.Equal(ProductVersion.Text, (
                await tenant.GetAsync($"/swagger/{document}/swagger.json")).Json.GetProperty("info").GetProperty("version").GetString());
    }

    [Fact]
    public async Task A_port_that_is_taken_is_one_line_with_the_way_out()
    {
        var (exitCode, output) = await RunningService.StartAndFailAsync(
            await shared.Postgres.CreateDatabaseAsync(), ("urls", shared.Service.Url.ToString()));
        Assert.Equal(1, exitCode);
        var line = OnlyLine(output);
        Assert.Contains("ForceOps cannot start: ", line, StringComparison.Ordinal);
        Assert.Contains("address already in use. Another program, or another ForceOps, listens there. Choose another address, such as --urls", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:18116", "begins with http://, such as http://127.0.0.1:8081")]
    [InlineData("http://127.0.0.1:80000", "a port from 0 to 65535")]
    [InlineData("http://127.0.0.1:0;ftp://127.0.0.1:0", "ftp://127.0.0.1:0 is no address")]
    [InlineData("http://192.0.2.1:18116", "such as --urls")]
    public async Task An_address_that_is_none_is_one_line_with_the_way_out(string urls, string said)
    {
        var (exitCode, output) = await RunningService.StartAndFailAsync(await shared.Postgres.CreateDatabaseAsync(), ("urls", urls));
        Assert.Equal(1, exitCode);
        var line = OnlyLine(output);
        Assert.Contains("ForceOps cannot start: ", line, StringComparison.Ordinal);
        Assert.Contains(said, line, StringComparison.Ordinal);
    }

    /// <summary>The one line beside those of every start and stop, which say where the ledger is kept.</summary>
    private static string OnlyLine(string output) => Assert.Single(
        output.Split('\n'), text => !text.Contains("has stopped", StringComparison.Ordinal)
            && !text.Contains("The ledger is kept in ", StringComparison.Ordinal));
}
