namespace ForceOps.Benchmarks;

/// <summary>What is printed at the end of the loads: the table, and what must be known to believe it.</summary>
internal static class Report
{
    // From here on it is doubtful whose speed was measured.
    private const double OthersShareMost = 0.05;

    internal static void Print(Testbed testbed, IReadOnlyList<MeasuredRun> runs, IReadOnlyList<ILoad> loads)
    {
        var options = testbed.Options;
        Console.WriteLine();
        Console.WriteLine(testbed.Machine.Line);
        Console.WriteLine($"{options.Runs} rounds of {options.Seconds} s per load, medians; fsync and synchronous_commit on.");
        Console.WriteLine();
        Console.WriteLine(ResultTable.Of(runs));
        Console.WriteLine(
            "After each run the stored rows were counted: as many as the answers say, and where the load cuts requests off at its end at "
            + $"most those of one request per connection more (seen: {runs.Max(run => run.Rows - run.Result.Promised)} "
            + $"of at most {loads.Max(load => load.Unanswered)}). "
            + "No other status was seen.");
        if (runs.Max(run => run.OthersShare) is > OthersShareMost and var share)
            Console.WriteLine($"DISTURBED: other programs took up to {share:P0} of the machine during a run. Do not quote these figures.");
        if (options.Quick)
            Console.WriteLine("A quick run: it shows that everything works, not how fast.");
        Console.WriteLine($"Raw data: {testbed.Raw.FilePath}");
    }
}
