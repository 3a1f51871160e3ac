using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ForceOps.Api.Tests.Tool;

/// <summary>Runs programs as somebody at a terminal does, with the .NET that runs the tests.</summary>
internal static class ProgramRun
{
    /// <summary>A package is packed and restored within minutes, also on a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>The folder of the repository.</summary>
    internal static readonly string Root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", ".."));

    /// <summary>Runs it to its end, expects success, and returns what it printed.</summary>
    internal static async Task<string> RunAsync(
        string folder, string program, string[] arguments, params (string Name, string Value)[] variables)
    {
        using var process = Start(folder, program, arguments, variables);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {process.ExitCode}\n{await output}\n{await error}");
        return await output;
    }

    /// <summary>Starts it; the caller reads what it prints.</summary>
    internal static Process Start(string folder, string program, string[] arguments, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false, WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        start.Environment["DOTNET_NOLOGO"] = "true";
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
