using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Tool;

namespace ForceOps.Api.Tests.Torture;

/// <summary>
/// I8 and I9: what was answered is there once, whatever dies. These are the short forms of what <c>ForceOps.Torture crash</c> does for
/// hours (docs/trust.md), in its own process, with services and a PostgreSQL of its own.
/// </summary>
[Collection(Lanes.Kills)]
public sealed class CrashRegimeTests(ITestOutputHelper output)
{
    internal static readonly string Program = Path.Combine(
        ProgramRun.Root, "artifacts", "bin", "ForceOps.Torture", new DirectoryInfo(AppContext.BaseDirectory).Name, "ForceOps.Torture.dll");

    [Fact]
    public async Task I8_I9_Nothing_is_lost_or_doubled_by_kills_of_services_and_PostgreSQL_and_cut_commits()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "SIGKILL is of Unix.");
        output.WriteLine(await ProgramRun.RunAsync(ProgramRun.Root, "dotnet",
        [
            Program, "crash", "--once", "--services", "1", "--clients", "4", "--fault", "kill-postgres", "--fault", "cut-commit",
            // Each of them starts a service once more: a quick run takes one, each time another.
            .. Thorough.OneOf("kill-service", "kill-both", "kill-snapshot", "kill-restore", "kill-reset", "kill-sweep")
                .SelectMany(kind => new[] { "--fault", kind }),
        ]));
    }

    [Fact]
    public async Task The_history_checker_notices_every_kind_of_damage() =>
        output.WriteLine(await ProgramRun.RunAsync(ProgramRun.Root, "dotnet", [Program, "crash", "--self-test"]));
}
