namespace ForceOps.Torture.Fuzz;

/// <summary>Makes a valid request wrong, in one of many ways.</summary>
/// <param name="mayLeaveOrg">A request without x-tenant is one of the default org, which others may need.</param>
internal sealed class RequestChanges(Random random, bool mayLeaveOrg)
{
    private readonly BodyChanges _bodies = new(random);

    internal FuzzCase Change(FuzzCase request)
    {
        var kind = random.Next(100);
        return request switch
        {
            { Tree: not null, Bytes: null } when kind < 62 => _bodies.ChangeTree(request),
            { Tree: not null, Bytes: null } when kind < 74 => _bodies.ChangeBytes(request),
            _ when kind < 82 => ChangePath(request),
            _ when kind < 88 => ChangeQuery(request),
            _ when kind < 97 => ChangeHeaders(request),
            _ => ChangeMethod(request),
        };
    }

    private FuzzCase ChangePath(FuzzCase request)
    {
        var (parts, pattern) = (request.Path.Split('/').ToList(), request.Route.Path.Split('/'));
        var open = Enumerable.Range(1, parts.Count - 1).Where(i => i < pattern.Length && pattern[i].StartsWith('{')).ToList();
        if (open.Count > 0 && random.Next(4) > 0)
        {
            parts[open[random.Next(open.Count)]] = Of(OddValues.Segments);
        }
        else
        {
            var at = random.Next(1, parts.Count);
            switch (random.Next(5))
            {
                case 0:
                    parts.Add("");
                    break;
                case 1:
                    parts[at] = parts[at].ToUpperInvariant();
                    break;
                case 2:
                    parts.Insert(at, Of(OddValues.Segments));
                    break;
                case 3 when parts.Count > 2:
                    parts.RemoveAt(at);
                    break;
                default:
                    parts[at] = Of(OddValues.Segments);
                    break;
            }
        }
        var path = string.Join('/', parts);
        return (request with { Path = path, BreaksHttp = true }).Changed("another path");
    }

    private FuzzCase ChangeQuery(FuzzCase request)
    {
        var names = request.Route.Parameters.Where(parameter => parameter.In is "query").Select(parameter => parameter.Name).ToArray();
        var name = names.Length > 0 && random.Next(5) > 0 ? Of(names) : Of(["x", "", "%00", "limit", "after", "LIMIT", "x-tenant"]);
        var value = Of(OddValues.QueryValues);
        return (request with
        {
            BreaksHttp = true,
            Query = random.Next(4) switch
            {
                0 => request.Query.Add((name, value)).Add((name, Of(OddValues.QueryValues))),
                1 => request.Query.Add((name, null)),
                2 => request.Query.AddRange(request.Query),
                _ => request.Query.RemoveAll(item => item.Name == name).Add((name, value)),
            },
        }).Changed($"query {name}");
    }

    private FuzzCase ChangeHeaders(FuzzCase request)
    {
        var names = request.Route.Parameters.Where(parameter => parameter.In is "header").Select(parameter => parameter.Name).ToArray();
        var name = names.Length > 0 ? Of(names) : "x-tenant";
        var isTenant = name.Equals("x-tenant", StringComparison.OrdinalIgnoreCase);
        switch (random.Next(10))
        {
            case 0 when request.Route.BodyType is not null:
                return request.WithoutHeader("content-type").WithHeader("content-type", Of(OddValues.ContentTypes))
                    .Changed("another content type");
            case 1:
                return request.WithoutHeader("content-type").Changed("no content type");
            case 2 when !isTenant || mayLeaveOrg:
                return request.WithoutHeader(name).Changed($"no {name}");
            case 3:
                var first = request.Headers.Find(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
                return (first is null ? request.WithHeader(name, "1") : request)
                    .WithHeader(name, random.Next(2) == 0 ? first ?? "2" : "x" + Of(OddValues.HeaderValues)).Changed($"{name} twice");
            case 4:
                var text = new string('a', Of([4000, 9000, 40_000]));
                return (request.WithHeader(Of([name, "x-long", "cookie"]), text) with { BreaksHttp = true }).Changed("a long header");
            case 5:
                var many = Enumerable.Range(0, Of([50, 120])).Select(i => ($"x-{i}", "1"));
                return (request with { Headers = request.Headers.AddRange(many), BreaksHttp = true }).Changed("many headers");
            case 6:
                var odd = Of(OddValues.Headers);
                return request.WithHeader(odd.Name, odd.Value).Changed($"{odd.Name}: {odd.Value}");
            case 7:
                return BreakHead(request);
            default:
                // Without a value the request would be one of the default org.
                var value = Of(OddValues.HeaderValues);
                if (isTenant && (value.Length == 0 || random.Next(2) == 0))
                    value = "TN-" + new string('0', 35) + "g";
                return (request.WithoutHeader(name).WithHeader(name, value) with { BreaksHttp = true }).Changed($"odd {name}");
        }
    }

    private FuzzCase BreakHead(FuzzCase request) => (random.Next(10) switch
    {
        0 => request.WithHeader("x bad", "1"),
        1 => request.WithHeader("x-bad", "a\0b"),
        2 => request.WithHeader("", "1"),
        3 => request.WithHeader("host", "evil.example"),
        4 => request.WithHeader("host", ""),
        5 => request.WithHeader("content-length", "-1"),
        6 => request.WithHeader("transfer-encoding", Of(["gzip", "chunked, chunked", "identity", "x"])),
        7 => request with { Version = Of(["HTTP/1.0", "HTTP/2.0", "HTTP/1.2", "HTTP/0.9", "HTTP", "http/1.1"]) },
        8 => request.WithHeader("connection", Of(["close", "upgrade", "keep-alive, close", "x-tenant"])),
        _ => request.WithHeader("upgrade", Of(["websocket", "h2c", "x"])).WithHeader("connection", "upgrade"),
    } with { BreaksHttp = true }).Changed("a broken head");

    private FuzzCase ChangeMethod(FuzzCase request) =>
        (request with { Method = Of(OddValues.Methods), BreaksHttp = true }).Changed("another method");

    private T Of<T>(T[] list) => list[random.Next(list.Length)];
}
