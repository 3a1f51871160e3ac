using ForceOps.Api.Settings;

namespace ForceOps.Api.Hosting;

/// <summary>
/// Reads the command line before the framework does. The framework ignores an option that nobody reads, a word without dashes and
/// an option without its value, and its web server starts for <c>--help</c>.
/// </summary>
/// <param name="Args">The arguments for the framework, with the short options replaced by the settings that they stand for.</param>
/// <param name="Answer">The text to print instead of a start; null to start.</param>
/// <param name="Problem">What is wrong with the arguments; null when nothing is.</param>
internal sealed record CommandLine(string[] Args, string? Answer = null, string? Problem = null)
{
    internal const string WhereListed = "docs/configuration.md lists all settings.";

    private const string Help = """
        ForceOps {version}: a local stand-in for payment APIs that force money movements.

        Usage: dotnet run -c Release --project src/ForceOps.Api -- [options]
               dotnet ForceOps.Api.dll [options]

          --urls <addresses>                where to listen; default http://localhost:8080
          --data <folder>                   folder of the embedded PostgreSQL (ForceOps:Data)
          --seed <file>                     seed file that the start applies (ForceOps:Seed)
          --ConnectionStrings:Ledger <text> a PostgreSQL of yours instead of the embedded one:
                                            Host=...;Port=...;Username=...;Password=...;Database=..., or postgresql://...
          --ForceOps:Mode <mode>            open or strict
          --ForceOps:<Section>:<Name> <v>   any other setting; docs/configuration.md lists them all
          -h, --help                        prints this
          --version                         prints the version

        A setting may also be an environment variable, with two underscores for each colon: ForceOps__Mode=strict
        """;

    private static readonly Dictionary<string, string> Short = new(StringComparer.OrdinalIgnoreCase)
    {
        ["data"] = "ForceOps:Data",
        ["seed"] = "ForceOps:Seed",
    };

    /// <summary>The framework's own options, and those of the libraries that read the same configuration.</summary>
    private static readonly string[] Others =
    [
        "urls", "http_ports", "https_ports", "environment", "contentRoot", "applicationName", "shutdownTimeoutSeconds", "AllowedHosts",
        "hostBuilder:reloadConfigOnChange", "ConnectionStrings:Ledger", "ConnectionStrings:Migrations", "DATABASE_URL",
        TelemetryOptions.EndpointVariable, TelemetryOptions.ProtocolVariable,
    ];

    /// <summary>Sections whose names other programs define.</summary>
    private static readonly string[] OpenSections = ["Serilog", "Logging", "Kestrel", SettingsTree.Root];

    internal static CommandLine Read(string[] args)
    {
        var read = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            var arg = args[i];
            if (arg is "--version")
                return new CommandLine([], Answer: $"ForceOps {ProductVersion.Text}");
            if (arg is "-h" or "-?" or "--help" or "/?")
                return new CommandLine([], Answer: Help.Replace("{version}", ProductVersion.Text, StringComparison.Ordinal));
            var (name, value) = Split(arg);
            if (name is null)
                return new CommandLine([], Problem: $"'{arg}' is no option. An option begins with two dashes, as in --urls.");
            if (Unknown(arg, name) is { } unknown)
                return new CommandLine([], Problem: unknown);
            if (value is null && (i + 1 == args.Length || args[i + 1].StartsWith("--", StringComparison.Ordinal)))
                return new CommandLine([], Problem: $"{arg} needs a value.");
            read.Add($"--{Short.GetValueOrDefault(name, name)}={value ?? args[++i]}");
        }
        return new CommandLine([.. read]);
    }

    /// <summary>Splits an argument in the form <c>--name</c>, <c>--name=value</c>, <c>/name</c> or <c>name=value</c>.</summary>
    private static (string? Name, string? Value) Split(string arg)
    {
        var start = arg.StartsWith("--", StringComparison.Ordinal) ? 2 : arg.StartsWith('/') ? 1 : 0;
        var cut = arg.IndexOf('=', StringComparison.Ordinal);
        var name = cut < 0 ? arg[start..] : arg[start..cut];
        var isWord = start == 0 && cut < 0 && !arg.StartsWith('-');
        return name.Length == 0 || isWord ? (null, null) : (name, cut < 0 ? null : arg[(cut + 1)..]);
    }

    /// <summary>
    /// Returns a sentence when the option is unknown. The names below <c>ForceOps</c> are looked at with all the other settings.
    /// </summary>
    private static string? Unknown(string arg, string name)
    {
        if (Short.ContainsKey(name) || Others.Contains(name, StringComparer.OrdinalIgnoreCase)
            || OpenSections.Any(section => name.StartsWith(section + ":", StringComparison.OrdinalIgnoreCase)))
            return null;
        var known = Short.Keys.Concat(Others).Concat(["help", "version"]);
        var nearest = NearestName.Of(name.TrimStart('-'), known) ?? UnknownSettings.WithLastName(name.TrimStart('-'));
        var meant = nearest is null ? "" : $" Did you mean --{nearest}?";
        return $"{arg.Split('=')[0]} is no option.{meant} --help shows the options, and {WhereListed}";
    }
}
