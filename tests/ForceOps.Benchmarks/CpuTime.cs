namespace ForceOps.Benchmarks;

/// <summary>
/// CPU time that was spent so far, from /proc: by the service, by all processes of PostgreSQL, by the load generator, and by the whole
/// machine. The difference of two readings is what a run cost. Null where there is no /proc.
/// </summary>
internal sealed record CpuTime(double Service, double Postgres, double Generator, double Machine)
{
    // USER_HZ: Linux shows these clocks in hundredths of a second on every processor that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <param name="service">Its process, or null when none takes part.</param>
    /// <param name="postmaster">The parent of all of PostgreSQL's processes.</param>
    internal static CpuTime? Read(int? service, int postmaster)
    {
        if (!File.Exists("/proc/self/stat"))
            return null;
        var self = Environment.ProcessId;
        double ofService = 0, ofPostgres = 0, ofGenerator = 0;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var id) || Times(id) is not { } times)
                continue;
            if (id == service)
                ofService += times.Own;
            // A session that ends between two readings moves from its own clock into its parent's clock of ended children.
            else if (id == postmaster)
                ofPostgres += times.Own + times.EndedChildren;
            else if (times.Parent == postmaster)
                ofPostgres += times.Own;
            // pgbench and wrk have ended when the second reading is taken; the open loop runs in this very process.
            else if (id == self)
                ofGenerator += times.Own + times.EndedChildren;
        }
        return new CpuTime(ofService, ofPostgres, ofGenerator, OfMachine());
    }

    /// <summary>Seconds between two readings.</summary>
    public static CpuTime operator -(CpuTime after, CpuTime before) => new(
        after.Service - before.Service, after.Postgres - before.Postgres,
        after.Generator - before.Generator, after.Machine - before.Machine);

    /// <summary>What ran beside the benchmark; a run with much of it is not worth quoting.</summary>
    // Clocks tick coarsely, so the difference can come out below zero.
    internal double Others => Math.Max(0, Machine - Service - Postgres - Generator);

    private static (int Parent, double Own, double EndedChildren)? Times(int id)
    {
        string stat;
        try
        {
            stat = File.ReadAllText($"/proc/{id}/stat");
        }
        catch (IOException)
        {
            // It ended while the list was read.
            return null;
        }
        // The name in parentheses may hold anything, so fields are counted after the last one: state is the first.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (int.Parse(fields[1]), Seconds(fields[11]) + Seconds(fields[12]), Seconds(fields[13]) + Seconds(fields[14]));
    }

    // user, nice, system, irq, softirq and steal; idle and waiting are no work, and guests are in user already.
    private static double OfMachine()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Seconds(fields[1]) + Seconds(fields[2]) + Seconds(fields[3]) + Seconds(fields[6]) + Seconds(fields[7]) + Seconds(fields[8]);
    }

    private static double Seconds(string ticks) => long.Parse(ticks) / TicksPerSecond;
}
