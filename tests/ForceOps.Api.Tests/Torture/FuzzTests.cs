using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Tool;

namespace ForceOps.Api.Tests.Torture;

/// <summary>
/// The short form of <c>fuzz</c>: requests made from the served documents, right and wrong ones. Each run takes other requests; what fails
/// is printed with its seed and with a line that sends it again.
/// </summary>
public sealed class FuzzTests(SharedService shared)
{
    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Whatever_is_sent_is_answered_as_the_documents_say(string mode)
    {
        // A service in strict mode knows the keys of the program that started it.
        string[] service = mode is "open" ? ["--url", $"{shared.Service.Url}"] : ["--strict"];
        // Beside other tests an answer may take longer than it does for anybody else.
        var output = await ProgramRun.RunAsync(
            ProgramRun.Root, "dotnet",
            [
                CrashRegimeTests.Program, "fuzz", .. service, "--self-test", "--seed", $"{Environment.TickCount}", "--cases", "800",
                "--workers", "2", "--patience", "60",
            ]);

        Assert.Contains("ok: a refusal that writes", output, StringComparison.Ordinal);
        Assert.Contains("Every route answered 2xx.", output, StringComparison.Ordinal);
    }

    public static TheoryData<string> Modes { get; } = [.. Thorough.OneOf("open", "strict")];
}
