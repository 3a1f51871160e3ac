using System.Text.RegularExpressions;

namespace ForceOps.Api.Sandbox;

/// <summary>Names that clients choose for things of an org: they stand in paths, so they need no escaping there.</summary>
internal static partial class SandboxName
{
    internal const string Rule = "must be 1 to 64 letters, digits, - or _";

    internal static bool IsValid(string name) => Pattern().IsMatch(name);

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,64}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
