using System.Collections.Immutable;
using System.Text.Json;

namespace ForceOps.Torture.Fuzz;

/// <summary>
/// Makes requests that a document allows: its examples, or values drawn by its schemas, with the ids that earlier answers named.
/// </summary>
/// <param name="receiver">Where webhooks may go; no other address leaves this program.</param>
internal sealed class ValidRequests(DocumentWords words, KnownValues known, string org, string receiver, Random random)
{
    /// <summary>A request of the route, with whatever values.</summary>
    internal FuzzCase Draw(ApiRoute route)
    {
        var tree = route.BodyType is null ? null
            : route.Examples.Count > 0 && random.Next(3) > 0 ? route.Examples[random.Next(route.Examples.Count)].Value
            : Values(route).Draw(route.BodySchema, "");
        return Complete(route, tree is null ? null : TakeUp(tree), route.Path, fromPool: true);
    }

    /// <summary>The example as it is in the document: the one that is named, else the first.</summary>
    internal FuzzCase Example(ApiRoute route, string? name) => Complete(
        route,
        route.Examples.Count == 0 ? null : route.Examples.First(example => name is null || example.Name == name).Value,
        route.Path, fromPool: false);

    /// <summary>Puts what an earlier answer named into the request, where the document says.</summary>
    internal static FuzzCase Take(FuzzCase request, Predecessor first, JsonElement answer)
    {
        foreach (var (from, into) in first.Takes)
        {
            var value = from[1..].Split('/').Aggregate(
                answer, (node, name) => node.ValueKind == JsonValueKind.Array ? node[int.Parse(name)] : node.GetProperty(name));
            if (into[0] != '/')
                request = request with { Path = InPath(request.Route, request.Path, into, value.ToString()) };
            else if (request.Tree is { } tree)
                request = request with { Tree = Set(tree, into[1..].Split('/'), JsonTree.Of(value)) };
        }
        return request;
    }

    private FuzzCase Complete(ApiRoute route, JsonTree? tree, string path, bool fromPool)
    {
        var query = ImmutableList.CreateBuilder<(string, string?)>();
        var headers = ImmutableList.Create(("x-tenant", org));
        foreach (var parameter in route.Parameters)
        {
            var isShown = parameter.Example is not null || parameter.Required;
            switch (parameter.In)
            {
                case "path":
                    path = InPath(route, path, parameter.Name, Value(route, parameter, fromPool));
                    break;
                case "query" when isShown ? random.Next(6) > 0 || !fromPool : fromPool && random.Next(6) == 0:
                    query.Add((parameter.Name, Uri.EscapeDataString(Value(route, parameter, fromPool))));
                    break;
                case "header" when parameter.Name is not "x-tenant" && (parameter.Required || (fromPool && random.Next(20) == 0)):
                    headers = headers.Add((parameter.Name, HeaderText(Value(route, parameter, fromPool))));
                    break;
            }
        }
        if (route.BodyType is not null)
            headers = headers.Add(("content-type", route.BodyType));
        if (fromPool && random.Next(40) == 0 && known.Draw("token", "", random) is { } token)
            headers = headers.Add(("authorization", $"Bearer {Plain(token)}"));
        return new FuzzCase(route, route.Method, path) { Tree = OursOnly(tree), Query = query.ToImmutable(), Headers = headers };
    }

    private string Value(ApiRoute route, ApiParameter parameter, bool fromPool)
    {
        if (fromPool && random.Next(4) > 0
            && known.Draw(parameter.Name, KnownValues.Subject(Before(route.Path, parameter)), random) is { } earlier)
            return Plain(earlier);
        return parameter.Example is { } example && (!fromPool || random.Next(3) > 0)
            ? example.ToString()
            : Plain(Values(route).Draw(parameter.Schema, parameter.Name).ToString());
    }

    private static string Before(string path, ApiParameter parameter) =>
        path.IndexOf($"{{{parameter.Name}}}", StringComparison.Ordinal) is var at and > 0 ? path[..at] : path;

    /// <summary>Ids become those that earlier answers named, and a UUID becomes a new one, so that a request is no repeat.</summary>
    private JsonTree TakeUp(JsonTree tree)
    {
        foreach (var place in tree.Places().ToList())
        {
            if (tree.At(place) is not JsonTree.Raw raw)
                continue;
            var name = tree.NameAt(place);
            var isId = name.EndsWith("id", StringComparison.OrdinalIgnoreCase);
            var above = place.Count > 1 ? tree.NameAt(place.RemoveAt(place.Count - 1)) : "";
            if (random.Next(isId ? 2 : 8) == 0 && known.Draw(name, above, random) is { } earlier)
                tree = tree.With(place, new JsonTree.Raw(earlier));
            else if (raw.Written.Length == 38 && Guid.TryParse(Plain(raw.Written), out _) && random.Next(6) > 0)
                tree = tree.With(place, JsonTree.Text(FreshId()));
        }
        return tree;
    }

    internal string FreshId()
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }

    /// <summary>The service calls webhooks: nothing but this program may hear from it.</summary>
    internal JsonTree? OursOnly(JsonTree? tree)
    {
        if (tree is null || !tree.ToString().Contains(":/", StringComparison.Ordinal))
            return tree;
        foreach (var place in tree.Places().ToList())
        {
            if (tree.At(place) is JsonTree.Raw raw && raw.Written.Contains(":/", StringComparison.Ordinal)
                && !raw.Written.StartsWith($"\"{receiver}", StringComparison.Ordinal))
                tree = tree.With(place, JsonTree.Text(receiver + random.Next(3)));
        }
        return tree;
    }

    private SchemaValues Values(ApiRoute route) => new(route.Document, words, random);

    private static string InPath(ApiRoute route, string path, string name, string value)
    {
        var (parts, pattern) = (path.Split('/'), route.Path.Split('/'));
        return string.Join('/', parts.Select((part, i) => pattern[i] == $"{{{name}}}" ? Uri.EscapeDataString(value) : part));
    }

    private static JsonTree Set(JsonTree tree, string[] names, JsonTree value)
    {
        if (names.Length == 0)
            return value;
        if (tree is not JsonTree.Members members)
            return tree;
        var at = members.List.FindIndex(member => Plain(member.Name) == names[0]);
        return at < 0
            ? new JsonTree.Members(members.List.Add((JsonTree.Quoted(names[0]), value)))
            : tree.With([at], Set(members.List[at].Value, names[1..], value));
    }

    private static string HeaderText(string text) => new([.. text.Select(c => c is >= ' ' and <= '~' ? c : 'x')]);

    private static string Plain(string written) => written is ['"', ..] ? JsonDocument.Parse(written).RootElement.GetString()! : written;
}
