namespace ForceOps.Benchmarks;

/// <summary>The project's own reference loads, as they lie in <c>reference/</c>.</summary>
internal static class ReferenceScript
{
    /// <summary>The accounts that the scripts name.</summary>
    internal const int Accounts = 100_000;

    internal static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "reference", name);

    /// <summary>
    /// The same script over fewer accounts, in the given folder. The number is replaced instead of kept in a second script, so that
    /// there is one statement to measure.
    /// </summary>
    internal static string OverAccounts(string name, int accounts, string folder)
    {
        var script = File.ReadAllText(PathOf(name));
        var parts = script.Split($"(1,{Accounts})");
        if (parts.Length != 2)
            throw new BenchmarkException($"{name} must name (1,{Accounts}) once, and names it {parts.Length - 1} times.");
        var path = Path.Combine(folder, $"{accounts}-{name}");
        File.WriteAllText(path, string.Join($"(1,{accounts})", parts));
        return path;
    }
}
