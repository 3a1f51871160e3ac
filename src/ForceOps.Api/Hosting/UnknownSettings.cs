using ForceOps.Api.Settings;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;

namespace ForceOps.Api.Hosting;

/// <summary>Finds settings that nobody reads, or whose value cannot be read, in every source of the configuration.</summary>
internal static class UnknownSettings
{
    private const string ConnectionStrings = "ConnectionStrings";

    /// <summary>Returns the first problem as a sentence that names the setting as its source writes it; null when there is none.</summary>
    internal static string? Find(IConfigurationRoot configuration, IEnumerable<SettingsSection> sections)
    {
        var tree = new SettingsTree(sections);
        if (tree.Problems(configuration).FirstOrDefault() is { Path: not null } found)
            return $"{Written(configuration, found.Path)} {found.Problem} {CommandLine.WhereListed}";
        // Other programs' settings share the environment, so only names that are nearly ours count here.
        var nearRoot = configuration.GetChildren().FirstOrDefault(child => IsNear(child.Key, SettingsTree.Root));
        if (nearRoot?.GetChildren().FirstOrDefault() is { } near)
            return Misspelt(configuration, near.Path, SettingsTree.Root);
        string[] ours = [LedgerAddress.Name, LedgerAddress.OwnerName];
        return (from child in configuration.GetSection(ConnectionStrings).GetChildren()
                from name in ours
                where IsNear(child.Key, name)
                select Misspelt(configuration, child.Path, $"{ConnectionStrings}:{name}")).FirstOrDefault();
    }

    private static string Misspelt(IConfigurationRoot configuration, string path, string meant) =>
        $"{Written(configuration, path)} is no setting. Did you mean {meant}? {CommandLine.WhereListed}";

    /// <summary>Returns the full name of the only setting of these options whose last part is the given name.</summary>
    internal static string? WithLastName(string name) =>
        new SettingsTree([new(SettingsTree.Root, typeof(ForceOpsOptions))]).Names
            .Where(known => known.EndsWith(":" + name, StringComparison.OrdinalIgnoreCase)).OrderBy(known => known.Length).FirstOrDefault();

    private static bool IsNear(string name, string known) => NearestName.Distance(name, known) is 1 or 2;

    /// <summary>Names a setting in the form of the source whose value counts.</summary>
    private static string Written(IConfigurationRoot configuration, string path) =>
        configuration.Providers.LastOrDefault(provider => Has(provider, path)) switch
        {
            EnvironmentVariablesConfigurationProvider => $"The environment variable {path.Replace(":", "__", StringComparison.Ordinal)}",
            CommandLineConfigurationProvider => $"--{path}",
            JsonConfigurationProvider file => $"{path} in {file.Source.Path}",
            _ => path,
        };

    private static bool Has(IConfigurationProvider provider, string path) =>
        provider.TryGet(path, out _) || provider.GetChildKeys([], path).Any();
}
