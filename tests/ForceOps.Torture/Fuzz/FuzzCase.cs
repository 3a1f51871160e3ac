using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace ForceOps.Torture.Fuzz;

/// <summary>A request as it goes over the wire, in parts that can be taken away one by one.</summary>
internal sealed record FuzzCase(ApiRoute Route, string Method, string Path)
{
    /// <summary>Names and values as they are written, percent signs included; without a value there is no equals sign.</summary>
    internal ImmutableList<(string Name, string? Value)> Query { get; init; } = [];

    /// <summary>Headers, the content type and the host among them; those that say how long the body is are made at the end.</summary>
    internal ImmutableList<(string Name, string Value)> Headers { get; init; } = [];

    internal JsonTree? Tree { get; init; }

    /// <summary>The body, if it is not the tree's text in UTF-8.</summary>
    internal byte[]? Bytes { get; init; }

    internal bool IsChunked { get; init; }

    /// <summary>How many bytes more the header promises than are sent; the connection's sending half is then closed.</summary>
    internal int Missing { get; init; }

    internal string Version { get; init; } = "HTTP/1.1";

    /// <summary>What was done to a valid request.</summary>
    internal ImmutableList<string> Changes { get; init; } = [];

    /// <summary>In strict mode: it goes out without what lets it in.</summary>
    internal bool IsUnsigned { get; init; }

    /// <summary>The request breaks HTTP itself: the web server may refuse it without a body or hang up.</summary>
    internal bool BreaksHttp { get; init; }

    /// <summary>It asks for a fault, which may be no answer at all.</summary>
    internal bool AsksForFault => Headers.Exists(header => header.Name.Equals("x-forceops-fault", StringComparison.OrdinalIgnoreCase));

    internal string Target => Query.Count == 0
        ? Path : $"{Path}?{string.Join('&', Query.Select(item => item.Value is null ? item.Name : $"{item.Name}={item.Value}"))}";

    internal byte[] Body => Bytes ?? (Tree is null ? [] : BodyOf(Tree));

    private bool IsForm => Headers.Exists(header => header.Value.StartsWith("application/x-www-form-urlencoded", StringComparison.Ordinal));

    internal FuzzCase Changed(string change) => this with { Changes = Changes.Add(change) };

    internal FuzzCase WithHeader(string name, string value) => this with { Headers = Headers.Add((name, value)) };

    internal FuzzCase WithoutHeader(string name) =>
        this with { Headers = Headers.RemoveAll(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) };

    internal byte[] Wire(Uri url)
    {
        var body = Body;
        var head = new StringBuilder($"{Method} {Target} {Version}\r\n");
        foreach (var (name, value) in AllHeaders(url, body.Length))
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        head.Append("\r\n");
        return IsChunked
            ? [.. Encoding.Latin1.GetBytes(head.ToString()), .. Chunked(body)]
            : [.. Encoding.Latin1.GetBytes(head.ToString()), .. body];
    }

    /// <summary>A line for a shell that sends the same: curl where it can, else the bytes.</summary>
    internal string ToShell(Uri url)
    {
        var wire = Wire(url);
        if (BreaksHttp || IsChunked || Missing > 0 || wire.AsSpan().Contains((byte)0))
            return $"printf '%b' {Quoted(wire, "'", "\\\\")} | nc -q 2 {url.Host} {url.Port}"
                .Replace("\\\\x", "\\x", StringComparison.Ordinal);
        var address = url.GetLeftPart(UriPartial.Authority) + Target.Replace("'", "%27", StringComparison.Ordinal);
        var line = new StringBuilder($"curl -i --path-as-is -X {Method} '{address}'");
        foreach (var (name, value) in Headers)
            line.Append(" -H ").Append(Quoted(Encoding.Latin1.GetBytes($"{name}: {value}"), "$'", "\\\\"));
        if (Tree is not null || Bytes is not null)
            line.Append(" --data-binary ").Append(Quoted(Body, "$'", "\\\\"));
        return line.ToString();
    }

    private IEnumerable<(string, string)> AllHeaders(Uri url, int length)
    {
        if (!Headers.Exists(header => header.Name.Equals("host", StringComparison.OrdinalIgnoreCase)))
            yield return ("host", url.Authority);
        foreach (var header in Headers)
            yield return header;
        if (IsChunked)
            yield return ("transfer-encoding", "chunked");
        else if (length > 0 || Missing > 0 || Tree is not null || Bytes is not null || Method is "POST" or "PUT" or "PATCH")
            yield return ("content-length", (length + Missing).ToString(CultureInfo.InvariantCulture));
    }

    private byte[] BodyOf(JsonTree tree)
    {
        if (!IsForm || tree is not JsonTree.Members members)
            return Encoding.UTF8.GetBytes(tree.ToString());
        var pairs = members.List.Select(
            member => $"{Uri.EscapeDataString(Plain(member.Name))}={Uri.EscapeDataString(Plain(member.Value.ToString()))}");
        return Encoding.UTF8.GetBytes(string.Join('&', pairs));
    }

    private static string Plain(string written) => written.Trim('"');

    private static IEnumerable<byte> Chunked(byte[] body)
    {
        foreach (var chunk in body.Chunk(7 + body.Length / 3))
        {
            foreach (var part in Encoding.ASCII.GetBytes($"{chunk.Length:x}\r\n").Concat(chunk).Concat("\r\n"u8.ToArray()))
                yield return part;
        }
        foreach (var part in "0\r\n\r\n"u8.ToArray())
            yield return part;
    }

    private static string Quoted(byte[] bytes, string open, string backslash)
    {
        var text = new StringBuilder(open);
        foreach (var one in bytes)
        {
            text.Append(one switch
            {
                (byte)'\\' => backslash,
                (byte)'\'' => "\\x27",
                >= 32 and < 127 => ((char)one).ToString(),
                _ => $"\\x{one:x2}",
            });
        }
        return text.Append('\'').ToString();
    }
}
