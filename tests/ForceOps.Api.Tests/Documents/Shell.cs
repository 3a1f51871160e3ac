using System.Diagnostics;
using System.Text;

namespace ForceOps.Api.Tests.Documents;

/// <summary>One bash for a whole document, so that its variables stay.</summary>
internal sealed class Shell : IDisposable
{
    private const string Done = "-- the command has ended --";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _bash;

    internal Shell()
    {
        var start = new ProcessStartInfo("bash", ["--noprofile", "--norc"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        // What the machine's owner set for the way out must not stand between the document and a service of this machine.
        start.Environment["NO_PROXY"] = start.Environment["no_proxy"] = "127.0.0.1";
        _bash = Process.Start(start)!;
    }

    /// <summary>Runs a command; answers what it printed.</summary>
    internal async Task<string> RunAsync(string command)
    {
        // Its input is not the shell's: what reads it would eat the next commands.
        await _bash.StandardInput.WriteAsync($"{{ {command}\n}} < /dev/null\nprintf '\\n%s\\n' '{Done}'\n");
        await _bash.StandardInput.FlushAsync();
        using var patience = new CancellationTokenSource(Patience);
        var printed = new StringBuilder();
        while (await _bash.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (string.Equals(line, Done, StringComparison.Ordinal))
                return printed.ToString();
            printed.Append(line).Append('\n');
        }
        throw new InvalidOperationException($"the shell ended in: {command}\n{printed}");
    }

    public void Dispose()
    {
        if (!_bash.HasExited)
            _bash.Kill(entireProcessTree: true);
        _bash.Dispose();
    }
}
