using System.Text.Json;

namespace ForceOps.Torture.Fuzz;

/// <summary>
/// What the answers in an org have named so far: ids, tracking ids, names, cursors, by the names of their members. Requests take them up,
/// so that a cancellation names a force that is there.
/// </summary>
internal sealed class KnownValues
{
    private const int PerName = 16;
    private static readonly string[] Short = ["id", "name"];

    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal);

    /// <summary>Takes in an answer.</summary>
    /// <param name="path">The path of its route, whose last fixed part says what an id is the id of.</param>
    internal void Learn(JsonElement answer, string path) => Learn(answer, "", Subject(path));

    /// <summary>What is called so, as it was written; null when nothing is known.</summary>
    /// <param name="above">The member or part of the path above, which says what an id is the id of.</param>
    internal string? Draw(string name, string above, Random random)
    {
        var key = Key(name, above);
        var best = _values.Keys
            .Where(known => key.EndsWith(known, StringComparison.Ordinal) || known.EndsWith(key, StringComparison.Ordinal))
            .OrderByDescending(known => Math.Min(known.Length, key.Length)).ThenBy(known => known.Length)
            .ThenBy(known => known, StringComparer.Ordinal).Take(2).ToList();
        if (best.Count == 0)
            return null;
        var list = _values[best[random.Next(4) == 0 ? best.Count - 1 : 0]];
        return list[random.Next(list.Count)];
    }

    /// <summary>The last fixed part of a path in the singular: of /sandbox/accounts/{id} it is account.</summary>
    internal static string Subject(string path)
    {
        var part = path.Split('/').LastOrDefault(part => part.Length > 0 && part[0] != '{', "");
        return part.EndsWith('s') ? part[..^1] : part;
    }

    private void Learn(JsonElement node, string name, string above)
    {
        switch (node.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in node.EnumerateObject())
                    Learn(member.Value, member.Name, name is "" or "items" ? above : name);
                break;
            case JsonValueKind.Array:
                foreach (var item in node.EnumerateArray().Take(4))
                    Learn(item, name, above);
                break;
            case JsonValueKind.String or JsonValueKind.Number:
                Add(Key(name, above), node.GetRawText());
                break;
        }
    }

    private void Add(string key, string written)
    {
        if (written.Length > 1500)
            return;
        if (!_values.TryGetValue(key, out var list))
            _values[key] = list = [];
        list.Remove(written);
        list.Add(written);
        if (list.Count > PerName)
            list.RemoveAt(0);
    }

    private static string Key(string name, string above)
    {
        var key = name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
        return Short.Contains(key) ? Key(above, "") + key : key;
    }
}
