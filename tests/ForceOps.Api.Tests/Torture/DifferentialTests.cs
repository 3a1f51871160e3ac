using ForceOps.Api.Tests.Storm;
using ForceOps.Api.Tests.Tool;

namespace ForceOps.Api.Tests.Torture;

/// <summary>The short form of <c>differential</c>: how operations meet in batches does not show in what is posted.</summary>
[Collection(TwoServices.Name)]
public sealed class DifferentialTests(TwoServices services, ITestOutputHelper output)
{
    [Fact]
    public async Task A_crowd_one_by_one_and_two_services_end_in_equal_books() => output.WriteLine(
        await ProgramRun.RunAsync(ProgramRun.Root, "dotnet",
        [
            CrashRegimeTests.Program, "differential", "--operations", "600", "--url", $"{services.First.Url}", "--url", $"{services.Second.Url}",
            "--database", services.First.Database,
        ]));
}
