using System.Runtime.CompilerServices;
using ForceOps.Api.Settings;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Tool;
using Xunit.Sdk;
using Xunit.v3;

namespace ForceOps.Api.Tests.TestKit;

/// <summary>
/// <c>ForceOps.Testing</c> as somebody gets it: packed, restored from a folder into a project that has nothing else, and used. It packs and
/// builds for half a minute, so only the long run has it.
/// </summary>
public sealed class KitPackageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("forceops-kit-").FullName;

    [LongRunFact]
    public async Task A_project_with_nothing_but_the_package_runs_a_server()
    {
        var (packages, project) = (Path.Combine(_folder, "packages"), Path.Combine(_folder, "project"));
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        await RunAsync("pack", Path.Combine(ProgramRun.Root, "src", "ForceOps.Testing"), "-c", configuration, "--no-build", "--output", packages);
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

    // A cache of its own: the user's would keep a package of this version, and give it to the next run.
    private Task<string> RunAsync(params string[] arguments) => ProgramRun.RunAsync(
        _folder, "dotnet", arguments, arguments[0] is "build" ? [("NUGET_PACKAGES", Path.Combine(_folder, "cache"))] : []);
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
