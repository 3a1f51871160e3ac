using System.Text.Json;
using System.Text.RegularExpressions;

namespace ForceOps.Torture.Fuzz;

/// <summary>
/// What the documents mention: values of examples and enums by the name of their member, and words of descriptions such as status=503 by
/// the name of what is described.
/// </summary>
internal sealed partial class DocumentWords
{
    private const int PerName = 60;
    private readonly Dictionary<string, List<JsonTree>> _words = new(StringComparer.Ordinal);
    private readonly HashSet<(string, string)> _seen = [];

    internal DocumentWords(IEnumerable<ApiDocument> documents)
    {
        foreach (var document in documents)
            Read(document.Root, "");
    }

    internal IReadOnlyList<JsonTree> Of(string name) => _words.TryGetValue(name, out var list) ? list : [];

    private void Read(JsonElement node, string name)
    {
        if (node.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in node.EnumerateArray())
                Read(item, name);
        }
        if (node.ValueKind != JsonValueKind.Object)
            return;
        // A parameter names itself; a schema is named by the member that holds it.
        if (node.TryGetProperty("in", out _) && node.TryGetProperty("name", out var own) && own.ValueKind == JsonValueKind.String)
            name = own.GetString()!;
        foreach (var member in node.EnumerateObject())
        {
            switch (member.Name)
            {
                case "example" or "value":
                    Learn(member.Value, name);
                    break;
                case "enum" when member.Value.ValueKind == JsonValueKind.Array:
                    Learn(member.Value, name);
                    break;
                case "description" when member.Value.ValueKind == JsonValueKind.String:
                    foreach (Match word in MentionedWord().Matches(member.Value.GetString()!))
                        Add(name, JsonTree.Text(word.Value));
                    break;
                case "properties":
                    foreach (var property in member.Value.EnumerateObject())
                        Read(property.Value, property.Name);
                    break;
                default:
                    Read(member.Value, name);
                    break;
            }
        }
    }

    private void Learn(JsonElement value, string name)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                    Learn(member.Value, member.Name);
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                    Learn(item, name);
                break;
            case JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                Add(name, JsonTree.Of(value));
                break;
        }
    }

    private void Add(string name, JsonTree word)
    {
        if (name.Length > 0 && _seen.Add((name, word.ToString())) && Of(name).Count < PerName)
            (_words.TryGetValue(name, out var list) ? list : _words[name] = []).Add(word);
    }

    [GeneratedRegex(@"\b[a-z]+=[a-z0-9]+\b|\b[a-z]+-[a-z]+-[a-z]+\b|\b[0-9]+(ms|s)(-[0-9]+(ms|s))?\b|\bdrop\b|`[^`]{1,40}`",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MentionedWord();
}
