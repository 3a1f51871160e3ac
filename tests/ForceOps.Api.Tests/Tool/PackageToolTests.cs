using System.Diagnostics;
using System.Text.RegularExpressions;
using ForceOps.Api.Settings;

namespace ForceOps.Api.Tests.Tool;

/// <summary>The tool as somebody gets it: packed, installed from the package, and run. No package but its own is fetched.</summary>
public sealed class PackageToolTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("forceops-package-").FullName;

    private string? _url;

    [Fact]
    public async Task It_serves_answers_and_leaves_nothing_behind()
    {
        var (packages, tools, ready) = (Path.Combine(_folder, "packages"), Path.Combine(_folder, "tools"), Path.Combine(_folder, "url"));
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        await RunAsync("dotnet", "pack", "src/ForceOps.Tool", "-c", configuration, "--no-build", "--output", packages);
        await RunAsync("dotnet", "tool", "install", "ForceOps", "--tool-path", tools, "--add-source", packages, "--version", ProductVersion.Text);
        var tool = Path.Combine(tools, "forceops");

        using var serving = ProgramRun.Start(ProgramRun.Root, tool, ["serve", "--ephemeral", "--port", "0", "--ready-file", ready]);
        var output = serving.StandardOutput.ReadToEndAsync();
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            while (!File.Exists(ready) && !serving.HasExited)
                await Task.Delay(50, patience.Token);
            Assert.False(serving.HasExited, serving.HasExited ? await output + await serving.StandardError.ReadToEndAsync() : "");
            _url = (await File.ReadAllTextAsync(ready)).Trim();
            Assert.StartsWith("ready", await RunAsync(tool, "wait"));
            Assert.Contains("40.25", await RunAsync(tool, "force", "1234", "40.25"));
            Assert.StartsWith("The books are right. 1 account, 1 authorization", await RunAsync(tool, "check"));
        }
        finally
        {
            using var kill = Process.Start("kill", ["-TERM", $"{serving.Id}"]);
        }
        await serving.WaitForExitAsync().WaitAsync(Patience);

        Assert.Equal(0, serving.ExitCode);
        var printed = await output;
        Assert.Contains($"curl -s {_url}/payments/v1/payments/force", printed);
        var data = Regex.Match(printed, @"(?m)^Data +(?<folder>\S+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["folder"].Value;
        Assert.True(data.Length > 0, printed);
        Assert.False(Directory.Exists(data), $"{data} is still there");
        Assert.False(File.Exists(ready), $"{ready} is still there");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<string> RunAsync(string program, params string[] arguments) =>
        ProgramRun.RunAsync(ProgramRun.Root, program, arguments, _url is null ? [] : [("FORCEOPS_URL", _url)]);
}
