using System.CommandLine;

namespace ForceOps.Torture;

/// <summary>Makes the option <c>--seed</c> of the commands that draw what they do.</summary>
internal static class SeedOption
{
    /// <param name="what">What follows from it, as the subject of a sentence.</param>
    internal static Option<int> Of(string what) => new("--seed")
    {
        Description = $"{what} from it; a new one each time when absent",
        DefaultValueFactory = _ => Environment.TickCount & int.MaxValue, HelpName = "number",
    };
}
