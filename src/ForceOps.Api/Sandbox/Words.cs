namespace ForceOps.Api.Sandbox;

/// <summary>The words of a closed set, as the tables have them, for whoever reads them from people: bodies and seed files.</summary>
internal sealed class Words<T>
    where T : struct, Enum
{
    private readonly Dictionary<string, T> _values;

    internal Words(Func<T, string> write)
    {
        _values = Enum.GetValues<T>().ToDictionary(write, StringComparer.Ordinal);
        var words = _values.Keys.ToList();
        Rule = $"must be {string.Join(", ", words[..^1])} or {words[^1]}";
    }

    /// <summary>What to tell somebody whose word is none of them.</summary>
    internal string Rule { get; }

    /// <summary>Null when it is none of them.</summary>
    internal T? Find(string? word) => word is not null && _values.TryGetValue(word, out var value) ? value : null;
}
