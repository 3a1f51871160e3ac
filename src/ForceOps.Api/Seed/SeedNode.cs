using System.Globalization;
using ForceOps.Api.Http;
using YamlDotNet.RepresentationModel;

namespace ForceOps.Api.Seed;

/// <summary>
/// Holds a value of the seed file together with its path, so that an error can name the path. JSON is YAML, so one reader serves
/// both.
/// </summary>
internal sealed class SeedNode(string file, string path, YamlNode? node)
{
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    internal bool IsAbsent =>
        node is null or YamlScalarNode { Value: null or "" or "~" or "null", Style: YamlDotNet.Core.ScalarStyle.Plain };

    /// <summary>The member of an object; an absent node when the object has no such member.</summary>
    internal SeedNode this[string name]
    {
        get
        {
            _read.Add(name);
            var child = Mapping() is { } mapping && mapping.Children.TryGetValue(new YamlScalarNode(name), out var found) ? found : null;
            return new SeedNode(file, path.Length == 0 ? name : $"{path}.{name}", child);
        }
    }

    internal SeedFileException Wrong(string problem) => new(file, path.Length == 0 ? "the file" : path, problem);

    /// <summary>Reads the items of a list; an empty list when the node is absent.</summary>
    internal IReadOnlyList<SeedNode> Items()
    {
        if (IsAbsent)
            return [];
        return node is YamlSequenceNode list
            ? [.. list.Children.Select((child, i) => new SeedNode(file, $"{path}[{i}]", child))]
            : throw Wrong("must be a list");
    }

    internal string? Text() => IsAbsent ? null : node is YamlScalarNode { Value: { } text } ? text : throw Wrong("must be a text");

    internal string RequiredText() => Text() ?? throw Wrong("is missing");

    internal long? Integer() =>
        Parse<long>(Text(), text => long.TryParse(
            text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null, "must be an integer");

    internal decimal? Number() => Parse<decimal>(
        Text(), text => decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture, out var number)
            ? number
            : null, "must be a number");

    /// <summary>Reads a sum that an account or a fee can hold, 0 or an amount; null when the node is absent.</summary>
    internal decimal? Sum()
    {
        var number = Number();
        return number is null or 0 || Amount.TryCreate(number.Value, out _) ? number : throw Wrong("must be 0 or an amount");
    }

    internal T? Word<T>(EnumNames<T> words)
        where T : struct, Enum => Parse<T>(Text(), text => words.Find(text), words.Rule);

    internal Currency? Currency() =>
        Text() is not { } text
            ? null : ForceOps.Currency.TryParse(text, out var currency) ? currency
            : throw Wrong("must be a currency of ISO 4217");

    /// <summary>
    /// Refuses a member that was never read, because such a member is a typing error. The method must be called after all reads
    /// of members.
    /// </summary>
    internal void RefuseOthers()
    {
        var other = Mapping()?.Children.Keys.OfType<YamlScalarNode>().FirstOrDefault(key => !_read.Contains(key.Value ?? ""));
        if (other is not null)
            throw this[other.Value ?? ""].Wrong("is not a setting");
    }

    private YamlMappingNode? Mapping() => IsAbsent ? null : node as YamlMappingNode ?? throw Wrong("must be an object");

    private T? Parse<T>(string? text, Func<string, T?> parse, string problem)
        where T : struct => text is null ? null : parse(text) ?? throw Wrong(problem);
}
