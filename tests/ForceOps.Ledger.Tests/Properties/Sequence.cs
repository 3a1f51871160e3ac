namespace ForceOps.Tests;

/// <summary>How many steps one batch takes, and which of the rules over time are in force meanwhile.</summary>
internal sealed record Batch(int Size, int Rules)
{
    /// <summary>The batch is the first of a new day.</summary>
    public bool NextDay { get; init; }

    /// <summary>What is due is posted before it.</summary>
    public bool PostsDelayed { get; init; }

    /// <summary>What is set before it begins.</summary>
    public AccountChange[] Changes { get; init; } = [];
}

/// <summary>A random sequence; as many batches as steps are given, so that they never run out.</summary>
internal sealed record Sequence(Step[] Steps, Batch[] Batches)
{
    /// <summary>The steps of each batch, in order.</summary>
    public IEnumerable<(Batch Batch, Step[] Steps)> Cut()
    {
        var done = 0;
        for (var i = 0; done < Steps.Length; i++)
        {
            var size = Math.Min(Batches[i].Size, Steps.Length - done);
            yield return (Batches[i], Steps[done..(done + size)]);
            done += size;
        }
    }

    /// <summary>
    /// Shorter sequences, for finding the shortest that fails: without a half, a quarter, … at any place, or begun with a later batch.
    /// </summary>
    public static IEnumerable<Sequence> Shorter(Sequence sequence)
    {
        for (var length = sequence.Steps.Length / 2; length > 0; length /= 2)
        {
            for (var start = 0; start + length <= sequence.Steps.Length; start += length)
                yield return sequence with { Steps = [.. sequence.Steps[..start], .. sequence.Steps[(start + length)..]] };
        }
        if (sequence.Batches.Length > sequence.Steps.Length)
            yield return sequence with { Batches = sequence.Batches[1..] };
    }

    /// <summary>Short, since the failure's own report says the rest.</summary>
    public override string ToString() => $"{Steps.Length} steps";
}
