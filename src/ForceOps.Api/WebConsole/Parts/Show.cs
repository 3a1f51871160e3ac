using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ForceOps.Api.WebConsole.Parts;

/// <summary>Writes amounts, JSON and requests as people read them.</summary>
internal static class Show
{
    private static readonly JsonSerializerOptions Flat = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions Indented = new(Flat) { WriteIndented = true };

    /// <summary>Writes an amount with the decimals of its currency.</summary>
    internal static string Money(decimal amount, string currency) =>
        amount.ToString("N" + (Currency.TryParse(currency, out var known) ? known.MinorUnits : 2), CultureInfo.InvariantCulture);

    /// <summary>Writes an amount with its sign.</summary>
    internal static string Signed(decimal amount, string currency) => (amount > 0 ? "+" : "") + Money(amount, currency);

    /// <summary>Returns the class of an amount.</summary>
    internal static string Sign(decimal amount) => amount < 0 ? "num neg" : "num pos";

    /// <summary>Returns the tone of a status: 409 of a repeat is no failure of anything, but worth a look.</summary>
    internal static string Tone(int? status) => status switch
    {
        >= 200 and < 300 => "good",
        409 => "warn",
        _ => "bad",
    };

    /// <summary>Writes JSON with line breaks; another text as it is.</summary>
    internal static string Pretty(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return JsonSerializer.Serialize(json.RootElement, Indented);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    /// <summary>Writes a duration in milliseconds.</summary>
    internal static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>Writes a request as a line for a shell.</summary>
    internal static string Curl(
        Uri address, OrgId org, string method, string path, string? json, IEnumerable<(string Name, string Value)> headers)
    {
        var line = $"curl -sw '\\n' {(method is "GET" ? "" : $"-X {method} ")}{new Uri(address, path)}";
        if (org != OrgId.Default)
            line += $" -H 'x-tenant: {org}'";
        foreach (var (name, value) in headers)
            line += $" -H '{Quoted($"{name}: {value}")}'";
        return json is null ? line : $"{line} -H 'content-type: application/json' -d '{Quoted(Compact(json))}'";
    }

    /// <summary>Writes a request as a program in C# sends it.</summary>
    internal static string CSharp(
        Uri address, OrgId org, string method, string path, string? json, IEnumerable<(string Name, string Value)> headers)
    {
        var lines = new List<string>
        {
            $"using var http = new HttpClient {{ BaseAddress = new Uri(\"{address}\") }};",
            $"using var request = new HttpRequestMessage(HttpMethod.Parse(\"{method}\"), \"{path}\");",
        };
        if (org != OrgId.Default)
            lines.Add($"request.Headers.Add(\"x-tenant\", \"{org}\");");
        lines.AddRange(headers.Select(header =>
            $"request.Headers.Add(\"{header.Name}\", \"{header.Value.Replace("\"", "\\\"", StringComparison.Ordinal)}\");"));
        if (json is not null)
        {
            lines.Add("request.Content = new StringContent(\"\"\"");
            lines.AddRange(json.Split('\n').Select(line => $"    {line.TrimEnd('\r')}"));
            lines.Add("    \"\"\", Encoding.UTF8, \"application/json\");");
        }
        lines.Add("using var response = await http.SendAsync(request);");
        return string.Join('\n', lines);
    }

    private static string Compact(string json)
    {
        try
        {
            using var parsed = JsonDocument.Parse(json);
            return JsonSerializer.Serialize(parsed.RootElement, Flat);
        }
        catch (JsonException)
        {
            return json;
        }
    }

    private static string Quoted(string text) => text.Replace("'", "'\\''", StringComparison.Ordinal);
}
