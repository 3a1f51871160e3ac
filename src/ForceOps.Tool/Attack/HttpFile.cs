using System.Net.Http.Headers;
using System.Text;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Attack;

/// <summary>
/// Reads .http files as editors know them: requests with <c>###</c> between them, comments with # or //, variables as <c>@name = value</c>,
/// which <c>{{name}}</c> stands for. The placeholders of a unit of work are left for it.
/// </summary>
internal static class HttpFile
{
    internal static IReadOnlyList<HttpFileRequest> Read(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw ToolException.Wrong($"{path} cannot be read: {error.Message}");
        }
        var requests = Parse(text, path);
        return requests.Count > 0 ? requests : throw ToolException.Wrong($"{path} has no request: a request begins with a line as `POST http://localhost:5000/pay`.");
    }

    internal static IReadOnlyList<HttpFileRequest> Parse(string text, string path)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        var requests = new List<HttpFileRequest>();
        var block = new List<string>();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Append("###"))
        {
            if (line.StartsWith("###", StringComparison.Ordinal))
            {
                if (ReadRequest(block, variables, path) is { } request)
                    requests.Add(request);
                block.Clear();
            }
            // Within a request a line with @ may be a part of its body.
            else if (line.StartsWith('@') && line.Contains('=', StringComparison.Ordinal) && block.TrueForAll(IsSilent))
            {
                var sign = line.IndexOf('=', StringComparison.Ordinal);
                variables[line[1..sign].Trim()] = In(line[(sign + 1)..].Trim(), variables);
            }
            else
            {
                block.Add(line);
            }
        }
        return requests;
    }

    private static HttpFileRequest? ReadRequest(List<string> block, Dictionary<string, string> variables, string path)
    {
        var lines = block.SkipWhile(IsSilent).Select(line => In(line, variables)).ToList();
        if (lines.Count == 0)
            return null;
        var words = lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var (method, url) = words switch
        {
            [var only] => ("GET", only),
            [var first, var second, ..] => (first, second),
            _ => ("", ""),
        };
        // A placeholder may be a part of the address.
        if (NearbyHttp.AddressOf(new UnitOfWork(1, 1, 1, Guid.Empty).In(url)) is null)
            throw ToolException.Wrong($"{path}: `{lines[0]}` is no request with an absolute address, as `POST http://localhost:5000/pay`.");
        var head = lines.Skip(1).TakeWhile(line => line.Trim().Length > 0).Where(line => !IsSilent(line)).ToList();
        var headers = new List<(string, string)>();
        foreach (var line in head)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || !line[..colon].Trim().All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
                throw ToolException.Wrong($"{path}: `{line}` is no header; an empty line stands between headers and body.");
            headers.Add((line[..colon].Trim(), line[(colon + 1)..].Trim()));
        }
        var body = string.Join('\n', lines.Skip(1).SkipWhile(line => line.Trim().Length > 0).Skip(1)).TrimEnd();
        return new HttpFileRequest(method.ToUpperInvariant(), url, headers, body);
    }

    private static bool IsSilent(string line) =>
        line.Trim() is "" or ['#', ..] or ['/', '/', ..];

    private static string In(string text, Dictionary<string, string> variables)
    {
        foreach (var (name, value) in variables)
            text = text.Replace($"{{{{{name}}}}}", value, StringComparison.Ordinal);
        return text;
    }
}

/// <summary>Holds a request of an .http file, with the placeholders of a unit of work.</summary>
internal sealed record HttpFileRequest(string Method, string Url, IReadOnlyList<(string Name, string Value)> Headers, string Body)
{
    internal string Line => $"{Method} {Url}";

    internal HttpRequestMessage For(UnitOfWork unit)
    {
        var message = new HttpRequestMessage(new HttpMethod(Method), unit.In(Url));
        if (Body.Length > 0)
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(unit.In(Body)));
        foreach (var (name, value) in Headers)
        {
            if (name.Equals("content-type", StringComparison.OrdinalIgnoreCase))
                message.Content?.Headers.ContentType = MediaTypeHeaderValue.TryParse(value, out var type) ? type : null;
            else
                message.Headers.TryAddWithoutValidation(name, unit.In(value));
        }
        return message;
    }
}
