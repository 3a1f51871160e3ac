using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace ForceOps.Torture.Fuzz;

/// <summary>
/// JSON as it is written: numbers keep their digits, a member may be there twice, and what is not JSON at all can stand where a value does.
/// </summary>
internal abstract record JsonTree
{
    /// <summary>A number, a string with its quotation marks, a word, or something wrong.</summary>
    internal sealed record Raw(string Written) : JsonTree;

    /// <summary>An object; each name is written with its quotation marks.</summary>
    internal sealed record Members(ImmutableList<(string Name, JsonTree Value)> List) : JsonTree;

    internal sealed record Items(ImmutableList<JsonTree> List) : JsonTree;

    internal static JsonTree Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new Members([.. element.EnumerateObject().Select(member => (Quoted(member.Name), Of(member.Value)))]),
        JsonValueKind.Array => new Items([.. element.EnumerateArray().Select(Of)]),
        _ => new Raw(element.GetRawText()),
    };

    internal static Raw Text(string text) => new(Quoted(text));

    internal static string Quoted(string text) => JsonSerializer.Serialize(text);

    /// <summary>The ways to this value and to all below it, each as the positions on the way.</summary>
    internal IEnumerable<ImmutableList<int>> Places(ImmutableList<int>? way = null)
    {
        way ??= [];
        yield return way;
        foreach (var (child, i) in Children().Select((child, i) => (child, i)))
        {
            foreach (var place in child.Places(way.Add(i)))
                yield return place;
        }
    }

    internal JsonTree At(ImmutableList<int> way) => way.Aggregate(this, (node, i) => node.Children()[i]);

    /// <summary>The name of the member at the place, or of the nearest one above it; nothing at the root.</summary>
    internal string NameAt(ImmutableList<int> way)
    {
        for (var depth = way.Count - 1; depth >= 0; depth--)
        {
            if (At(way.GetRange(0, depth)) is Members members)
                return members.List[way[depth]].Name.Trim('"');
        }
        return "";
    }

    internal JsonTree With(ImmutableList<int> way, JsonTree value) => way.Count == 0 ? value : this switch
    {
        Members members => new Members(members.List.SetItem(
            way[0], (members.List[way[0]].Name, members.List[way[0]].Value.With(way.RemoveAt(0), value)))),
        Items items => new Items(items.List.SetItem(way[0], items.List[way[0]].With(way.RemoveAt(0), value))),
        _ => this,
    };

    /// <summary>The same without the member or item at the place.</summary>
    internal JsonTree Without(ImmutableList<int> way)
    {
        var above = way.RemoveAt(way.Count - 1);
        return With(above, At(above) switch
        {
            Members members => new Members(members.List.RemoveAt(way[^1])),
            Items items => new Items(items.List.RemoveAt(way[^1])),
            var other => other,
        });
    }

    public sealed override string ToString()
    {
        var text = new StringBuilder();
        Write(text);
        return text.ToString();
    }

    private IReadOnlyList<JsonTree> Children() => this switch
    {
        Members members => [.. members.List.Select(member => member.Value)],
        Items items => items.List,
        _ => [],
    };

    private void Write(StringBuilder text)
    {
        switch (this)
        {
            case Raw raw:
                text.Append(raw.Written);
                break;
            case Members members:
                text.Append('{');
                for (var i = 0; i < members.List.Count; i++)
                {
                    text.Append(i == 0 ? "" : ",").Append(members.List[i].Name).Append(':');
                    members.List[i].Value.Write(text);
                }
                text.Append('}');
                break;
            case Items items:
                text.Append('[');
                for (var i = 0; i < items.List.Count; i++)
                {
                    text.Append(i == 0 ? "" : ",");
                    items.List[i].Write(text);
                }
                text.Append(']');
                break;
        }
    }
}
