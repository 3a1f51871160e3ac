namespace ForceOps.Api.Faults;

/// <summary>
/// Numbers that look like chance and are a function of a seed and a count: the n-th request of a test has the same fate in every run, in
/// every process, whatever came in between. SplitMix64 (Steele, Lea and Flood 2014).
/// </summary>
internal static class FaultChance
{
    /// <summary>Whether a request is struck, and how late it is, are two questions: a slow request is no likelier to fail.</summary>
    internal enum Question
    {
        Strike,
        Latency,
    }

    /// <summary>From 0 to below 1, evenly.</summary>
    internal static double Of(long seed, long count, Question question) =>
        (Mix(Mix(Mix(unchecked((ulong)seed)) ^ (ulong)count) ^ (ulong)question) >> 11) * (1.0 / (1UL << 53));

    private static ulong Mix(ulong state)
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15;
            state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            state = (state ^ (state >> 27)) * 0x94D049BB133111EB;
            return state ^ (state >> 31);
        }
    }
}
