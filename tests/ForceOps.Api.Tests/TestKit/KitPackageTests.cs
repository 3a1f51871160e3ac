using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ForceOps.Api.Settings;
using ForceOps.Api.Tests.Service;
using Xunit.Sdk;
using Xunit.v3;

namespace ForceOps.Api.Tests.TestKit;

/// <summary>
/// <c>ForceOps.Testing</c> as somebody gets it: packed, restored from a folder into a project that has nothing else, and used. It packs and
/// builds for half a minute, so only the long run has it.
/// </summary>
public sealed class KitPackageTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly string Root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", ".."));

    private readonly string _folder = Directory.CreateTempSubdirectory("forceops-kit-").FullName;

    [LongRunFact]
    public async Task A_project_with_nothing_but_the_package_runs_a_server()
    {
        var (packages, project) = (Path.Combine(_folder, "packages"), Path.Combine(_folder, "project"));
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        await RunAsync("pack", Path.Combine(Root, "src", "ForceOps.Testing"), "-c", configuration, "--no-build", "--output", packages);
        Directory.CreateDirectory(project);
        await File.WriteAllTextAsync(Path.Combine(project, "Shop.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <UseAppHost>false</UseAppHost>
              </PropertyGroup>
              <ItemGroup><PackageReference Include="ForceOps.Testing" Version="{ProductVersion.Text}" /></ItemGroup>
            </Project>
            """);
        await File.WriteAllTextAsync(Path.Combine(project, "Program.cs"), """
            using System.Net.Http.Json;
            using ForceOps.Testing;
            await using var forceops = await ForceOpsServer.StartAsync();
            using var org = forceops.NewOrg();
            using var answer = await org.Http.PostAsJsonAsync("payments/v1/payments/force", new { account_id = 1, amount = 40.25m, processing_code = "090907" });
            await org.AssertBooksAsync();
            Console.WriteLine($"{(int)answer.StatusCode} {await org.GetBalanceAsync(1)}");
            """);

        await RunAsync("build", project, "--source", packages);
        var printed = await RunAsync(Path.Combine(project, "bin", "Debug", "net10.0", "Shop.dll"));

        // Nothing of the service is printed among the tests' own lines.
        Assert.Equal("201 40.25", printed.Trim());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            UseShellExecute = false, WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        // A cache of its own: the user's would keep a package of this version, and give it to the next run.
        if (arguments[0] is "build")
            start.Environment["NUGET_PACKAGES"] = Path.Combine(_folder, "cache");
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}: {process.ExitCode}\n{await output}\n{await error}");
        return await output;
    }
}

/// <summary>
/// Marks a test that the long run alone has: elsewhere it does not exist, so that it counts neither as passed nor as skipped.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer(typeof(LongRunDiscoverer))]
internal sealed class LongRunFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
    : FactAttribute(file, line);

/// <summary>Finds a test in the long run only.</summary>
internal sealed class LongRunDiscoverer : FactDiscoverer
{
    public override ValueTask<IReadOnlyCollection<IXunitTestCase>> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, IXunitTestMethod testMethod, IFactAttribute factAttribute) =>
        Thorough.Is ? base.Discover(discoveryOptions, testMethod, factAttribute) : new([]);
}
