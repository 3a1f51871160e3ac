using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Tool;

namespace ForceOps.Api.Tests.Torture;

/// <summary>
/// The short form of <c>fuzz</c>: requests made from the served documents, right and wrong ones. Each run takes other requests; what fails
/// is printed with its seed and with a line that sends it again.
/// </summary>
public sealed class FuzzTests(SharedService shared)
{
    [Fact]
    public async Task Whatever_is_sent_is_answered_as_the_documents_say()
    {
        // Beside other tests an answer may take longer than it does for anybody else.
        var output = await ProgramRun.RunAsync(
            ProgramRun.Root, "dotnet",
            [
                CrashRegimeTests.Program, "fuzz", "--url", $"{shared.Service.Url}", "--seed", $"{Environment.TickCount}", "--cases", "800",
                "--workers", "2", "--patience", "60",
            ]);

        Assert.Contains("Every route answered 2xx.", output, StringComparison.Ordinal);
    }
}
