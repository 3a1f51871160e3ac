namespace ForceOps.Benchmarks;

/// <summary>What every way of measuring needs: the servers that run, and where the figures go.</summary>
internal sealed record Testbed(DatabaseServer Server, ServiceUnderTest Service, Machine Machine, BenchmarkOptions Options, RawData Raw)
{
    internal Measurement Measurement { get; } = new(Server, Service);

    // To standard error, so that the table alone can be kept: dotnet run … > table.md
    internal static void Say(string what) => Console.Error.WriteLine(what);
}
