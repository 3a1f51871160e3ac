using System.Text;

namespace ForceOps.Torture.Fuzz;

/// <summary>Makes a body wrong: a value of it, or its bytes.</summary>
internal sealed class BodyChanges(Random random)
{
    private static readonly string[] Bodies =
        ["null", "[]", "1", "\"x\"", "true", "{", "}", "<a/>", "a=b", "\0", "/**/{}", "{\"a\":1,}"];

    internal FuzzCase ChangeTree(FuzzCase request)
    {
        var (words, tree) = Change(request.Tree!);
        return (request with { Tree = tree }).Changed(words);
    }

    private (string Words, JsonTree Tree) Change(JsonTree tree)
    {
        var places = tree.Places().ToList();
        var place = places[random.Next(places.Count)];
        if (random.Next(4) == 0 && tree.At(place) is JsonTree.Members { List: var members })
        {
            var added = JsonTree.Quoted(random.Next(3) switch { 0 => "unknown", 1 => "", _ => "__proto__" });
            var (at, some) = (random.Next(members.Count + 1), members.Count == 0 ? default : members[random.Next(members.Count)]);
            var (words, changed) = (members.Count == 0 ? 0 : random.Next(4)) switch
            {
                0 => ("a member more", members.Add((added, new JsonTree.Raw("1")))),
                1 => ("a member twice", members.Insert(at, some)),
                2 => ("a member twice, otherwise", members.Insert(at, (some.Name, Odd()))),
                _ => ("a name in capitals", members.SetItem(0, (members[0].Name.ToUpperInvariant(), members[0].Value))),
            };
            return (words, tree.With(place, new JsonTree.Members(changed)));
        }
        if (random.Next(4) == 0 && place.Count > 0)
            return ($"without {tree.NameAt(place)}", tree.Without(place));
        if (random.Next(6) == 0)
        {
            var list = new JsonTree.Items([.. Enumerable.Repeat(tree.At(place), random.Next(1, 4))]);
            return ($"{tree.NameAt(place)} in a list", tree.With(place, list));
        }
        if (random.Next(6) == 0)
            return ("values exchanged", tree.With(place, tree.At(places[random.Next(places.Count)])));
        var isNumber = tree.At(place) is JsonTree.Raw { Written: [(>= '0' and <= '9') or '-', ..] };
        var odd = isNumber && random.Next(3) > 0 ? new JsonTree.Raw(Of(OddValues.Numbers)) : Odd();
        return ($"odd {tree.NameAt(place)}", tree.With(place, odd));
    }

    internal FuzzCase ChangeBytes(FuzzCase request)
    {
        var body = request.Body;
        var text = Encoding.UTF8.GetString(body);
        switch (random.Next(14))
        {
            case 0:
                return (request with { Bytes = [] }).Changed("an empty body");
            case 1:
                return (request with { Bytes = body[..random.Next(body.Length + 1)] }).Changed("a body cut");
            case 2:
                return (request with { Bytes = [0xEF, 0xBB, 0xBF, .. body] }).Changed("a byte order mark");
            case 3:
                return (request with { Bytes = Encoding.Unicode.GetBytes(text) }).Changed("UTF-16");
            case 4:
                return (request with { Bytes = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)] })
                    .Changed("UTF-16 with a mark");
            case 5:
                return (request with { Bytes = [.. body, .. Encoding.UTF8.GetBytes(Of(["x", "{}", ",", "\0", "//", " ", "\n"]))] })
                    .Changed("bytes after the body");
            case 6:
                return (request with { Bytes = [.. "   \r\n"u8, .. body] }).Changed("white space first");
            case 7:
                return (request with { Bytes = Encoding.UTF8.GetBytes(Of(Bodies)) }).Changed("another body");
            case 8 when body.Length > 0:
                var broken = body.ToArray();
                broken[random.Next(broken.Length)] = (byte)random.Next(256);
                return (request with { Bytes = broken }).Changed("a byte changed");
            case 9:
                return (request with { Bytes = Encoding.UTF32.GetBytes(text) }).Changed("UTF-32");
            case 10:
                return (request with { Bytes = Encoding.UTF8.GetBytes(new string(' ', 70_000) + text) }).Changed("a body too long");
            case 11:
                return (request with { Missing = random.Next(1, 50), BreaksHttp = true }).Changed("a body that ends early");
            default:
                return (request with { IsChunked = true }).Changed("chunks");
        }
    }

    private JsonTree.Raw Odd() => 
        new(random.Next(3) switch { 0 => Of(OddValues.Numbers), 1 => Of(OddValues.Texts), _ => Of(OddValues.Others) });

    private T Of<T>(T[] list) => list[random.Next(list.Length)];
}
