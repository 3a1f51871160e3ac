using System.CommandLine;

namespace ForceOps.Torture;

/// <summary>
/// Proves what the service promises, as long as somebody wants to wait: docs/trust.md has the commands and what they found. Each command is
/// a folder, ends with a line of that document's table, and returns 0 only when nothing was lost, doubled or left hanging.
/// </summary>
internal static class Program
{
    private static Task<int> Main(string[] args)
    {
        var root = new RootCommand("Attacks ForceOps and proves that its books are right. Each command says with --help what it does.");
        return root.Parse(args).InvokeAsync();
    }
}
