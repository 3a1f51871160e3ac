using System.Text.RegularExpressions;
using ForceOps.Api.Settings;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;

namespace ForceOps.Api.Tests.Hosting;

/// <summary>The very first start on a machine, by the command line alone.</summary>
[Collection(Lanes.Servers)]
public sealed class FirstStartTests
{
    [Fact]
    public async Task It_says_where_it_is_reached_and_where_the_data_stay_and_leaves_no_error_behind()
    {
        using var folder = new ServerFolder();
        var service = await RunningService.StartAloneAsync(
            ["--urls", "http://0.0.0.0:0", "--data", folder.Options.DataFolder],
            ("Serilog:WriteTo:0:Args:applyThemeToRedirectedOutput", "true"));
        Assert.Equal("127.0.0.1", service.Url.Host);
        // It works as a user that can neither change nor remove what is posted; the owner of the tables has no session any more.
        Assert.Equal(["forceops_service"], await Sql.RowsAsync(
            folder.OwnersConnectionString, "SELECT DISTINCT usename FROM pg_stat_activity WHERE application_name LIKE 'forceops%'"));
        Assert.Equal(0, await service.StopAsync());
        await service.DisposeAsync();

        var said = Regex.Replace(service.Output, @"\x1b\[[0-9;]*m", "", RegexOptions.None, TimeSpan.FromSeconds(1));
        Assert.Contains($"ForceOps {ProductVersion.Text} is ready", said, StringComparison.Ordinal);
        Assert.DoesNotContain("0.0.0.0", said, StringComparison.Ordinal);
        Assert.Contains($"ForceOps has stopped. The data are in {folder.Options.DataFolder}", said.Split('\n')[^1],
            StringComparison.Ordinal);
        var log = await File.ReadAllTextAsync(
            Path.Combine(folder.Options.DataFolder, "postgres.log"), TestContext.Current.CancellationToken);
        Assert.DoesNotMatch("ERROR|FATAL:  (password|role)", log);
        // Neither white nor another bright colour, which a light terminal does not show.
        Assert.DoesNotMatch(@"\x1b\[(37|9\d|38)[;m0-9]*m", service.Output);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("1", false)]
    public async Task NO_COLOR_turns_colours_off(string noColor, bool coloured)
    {
        var (_, output) = await RunningService.RunAsync(
            ["--urls", "nowhere"], ("NO_COLOR", noColor), ("Serilog:WriteTo:0:Args:applyThemeToRedirectedOutput", "true"));
        Assert.Contains("ForceOps cannot start", output, StringComparison.Ordinal);
        Assert.Equal(coloured, output.Contains('\x1b', StringComparison.Ordinal));
    }
}
