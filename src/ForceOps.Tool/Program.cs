namespace ForceOps.Tool;

/// <summary>Runs one command of the tool.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => ForceOpsCommand.RunAsync(args, Console.Out, Console.Error);
}
