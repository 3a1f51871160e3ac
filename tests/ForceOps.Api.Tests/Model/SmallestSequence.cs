namespace ForceOps.Api.Tests.Model;

/// <summary>Leaves out steps of a sequence that fails, as long as it still fails: first many at once, at last one by one.</summary>
internal static class SmallestSequence
{
    private const int TriesMax = 300;

    internal static async Task<IReadOnlyList<int>> FindAsync(IReadOnlyList<int> steps, Func<IReadOnlyList<int>, Task<bool>> fails)
    {
        var tries = 0;
        for (var size = Math.Max(1, steps.Count / 2); size > 0; size /= 2)
        {
            for (var at = 0; at < steps.Count && tries < TriesMax;)
            {
                IReadOnlyList<int> fewer = [.. steps.Take(at), .. steps.Skip(at + size)];
                tries++;
                if (await fails(fewer))
                    steps = fewer;
                else
                    at += size;
            }
        }
        return steps;
    }
}
