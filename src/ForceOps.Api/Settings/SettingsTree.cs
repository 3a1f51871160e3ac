using System.Collections;
using System.ComponentModel;
using System.Reflection;

namespace ForceOps.Api.Settings;

/// <summary>Names a section of the settings and the options that it is bound to.</summary>
internal sealed record SettingsSection(string Path, Type Options);

/// <summary>
/// Knows the names of all settings below <c>ForceOps</c>, taken from the options of the registered sections, so that a new option
/// is known by itself. The configuration system ignores a name that nobody reads, and a misspelt setting would have no effect.
/// </summary>
internal sealed class SettingsTree
{
    internal const string Root = "ForceOps";

    private readonly Dictionary<string, Setting> _known = new(StringComparer.OrdinalIgnoreCase);

    internal SettingsTree(IEnumerable<SettingsSection> sections)
    {
        foreach (var section in sections)
            Add(section.Path, section.Options);
    }

    /// <summary>The full names of all settings that have a value, such as <c>ForceOps:Ledger:Writers</c>.</summary>
    internal IEnumerable<string> Names => _known.Where(pair => pair.Value.Kind == Kind.Value).Select(pair => pair.Key);

    /// <summary>Returns what is wrong with the configured names and the form of their values, each with the path of the setting.</summary>
    internal IEnumerable<(string Path, string Problem)> Problems(IConfiguration configuration) =>
        Children(Root, Root, configuration.GetSection(Root));

    /// <summary>Returns a sentence with the known name that is nearest to a path; empty when none is near.</summary>
    internal string Suggestion(string path)
    {
        var cut = path.LastIndexOf(':');
        var (parent, own) = cut < 0 ? ("", path) : (path[..cut], path[(cut + 1)..]);
        // A neighbour comes first: many sections have settings of the same name.
        var siblings = _known.Keys.Where(key => IsChild(key, parent)).Select(key => key[(parent.Length + 1)..]);
        var nearest = NearestName.Of(own, siblings) is { } sibling ? $"{parent}:{sibling}"
            : NearestName.Of(path, Names) ?? Names.FirstOrDefault(name => name.EndsWith(":" + own, StringComparison.OrdinalIgnoreCase));
        return nearest is null ? "" : $" Did you mean {nearest}?";
    }

    private static bool IsChild(string key, string parent) =>
        key.StartsWith(parent + ":", StringComparison.OrdinalIgnoreCase) && !key.AsSpan(parent.Length + 1).Contains(':');

    private void Add(string path, Type options)
    {
        _known.TryAdd(path, new Setting(Kind.Section, options));
        foreach (var property in options.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            var own = $"{path}:{property.Name}";
            if (type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable)))
            {
                var item = type.GetGenericArguments()[0];
                _known.Add(own, new Setting(Kind.List, item));
                AddTyped($"{own}:0", item);
            }
            else
            {
                AddTyped(own, type);
            }
        }
    }

    private void AddTyped(string path, Type type)
    {
        if (type.IsClass && type.Assembly == typeof(SettingsTree).Assembly)
            Add(path, type);
        else
            _known.Add(path, new Setting(Kind.Value, type));
    }

    /// <param name="path">The path as it was given.</param>
    /// <param name="known">The same path with 0 for each index.</param>
    /// <param name="section">The section with that path.</param>
    private IEnumerable<(string Path, string Problem)> Children(string path, string known, IConfigurationSection section)
    {
        foreach (var child in section.GetChildren())
        {
            var own = $"{path}:{child.Key}";
            if (_known[known].Kind == Kind.List)
            {
                if (!int.TryParse(child.Key, out _))
                    yield return (own, $"is no setting: an item of this list is numbered, as in {path}:0.");
                else
                    foreach (var problem in Item(own, $"{known}:0", child))
                        yield return problem;
            }
            else if (!_known.ContainsKey($"{known}:{child.Key}"))
            {
                yield return (own, $"is no setting.{Suggestion($"{known}:{child.Key}")}");
            }
            else
            {
                foreach (var problem in Item(own, $"{known}:{child.Key}", child))
                    yield return problem;
            }
        }
    }

    private IEnumerable<(string Path, string Problem)> Item(string path, string known, IConfigurationSection section)
    {
        var setting = _known[known];
        if (setting.Kind != Kind.Value)
        {
            if (section.Value is { Length: > 0 })
                yield return (path, "has settings of its own and takes no value.");
            foreach (var problem in Children(path, known, section))
                yield return problem;
            yield break;
        }
        if (section.GetChildren().FirstOrDefault() is { } child)
            yield return ($"{path}:{child.Key}", $"is no setting: {path} is one value.");
        else if (section.Value is { Length: > 0 } value && setting.Form(value) is { } form)
            yield return (path, $"must be {form}; it is '{value}'.");
    }

    private enum Kind
    {
        Section,
        List,
        Value,
    }

    private sealed record Setting(Kind Kind, Type Type)
    {
        /// <summary>Returns the form that a value must have; null when it has that form. Texts have every form.</summary>
        internal string? Form(string value)
        {
            if (Type.IsEnum)
            {
                // A number would be taken for the value behind a word, and nobody can tell which one.
                var isWord = Enum.TryParse(Type, value, ignoreCase: true, out _) && char.IsAsciiLetter(value.TrimStart()[0]);
                return isWord ? null : $"one of {string.Join(", ", Enum.GetNames(Type).Select(name => name.ToLowerInvariant()))}";
            }
            if (Type == typeof(string) || TypeDescriptor.GetConverter(Type).IsValid(value))
                return null;
            return Type == typeof(bool) ? "true or false" : Type == typeof(TimeSpan) ? "a duration such as 00:00:02" : "a whole number";
        }
    }
}
