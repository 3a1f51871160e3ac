using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using ForceOps.Api.Tests.Documents;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Hosting;

/// <summary>The command in the Dockerfile asks the service where ASPNETCORE_URLS says that it listens.</summary>
public sealed class HealthcheckTests(SharedService shared)
{
    [Theory]
    [InlineData("http://0.0.0.0:{0}", 0)]
    [InlineData("http://+:{0}", 0)]
    [InlineData("http://*:{0}/", 0)]
    [InlineData("http://[::]:{0}", 0)]
    [InlineData("http://127.0.0.1:{0}", 0)]
    [InlineData("https://127.0.0.1:1;http://0.0.0.0:{0}", 0)]
    [InlineData("http://0.0.0.0:1", 1)]
    public async Task It_follows_the_address(string urls, int exitCode)
    {
        var start = new ProcessStartInfo(Command()[0], Command()[1..]) { RedirectStandardError = true, UseShellExecute = false };
        start.Environment["ASPNETCORE_URLS"] = urls.Replace("{0}", shared.Service.Url.Port.ToString(), StringComparison.Ordinal);
        using var check = Process.Start(start)!;
        await check.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(exitCode, check.ExitCode);
    }

    private static string[] Command()
    {
        var dockerfile = File.ReadAllText(Path.Combine(ShellBlock.Root, "Dockerfile"));
        var command = Regex.Match(dockerfile, @"HEALTHCHECK [^\[]*CMD (?<command>\[.*?\])\n[^ ]",
            RegexOptions.Singleline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["command"].Value;
        return JsonSerializer.Deserialize<string[]>(command.Replace("\\\n", "", StringComparison.Ordinal))!;
    }
}
