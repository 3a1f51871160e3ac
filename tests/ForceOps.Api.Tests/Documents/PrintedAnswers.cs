using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ForceOps.Api.Tests.Documents;

/// <summary>
/// What a document prints beside what came. Ids and times that the service makes may be others, each printed one always the same other one;
/// everything else must be equal. What the document sent itself before is not made by the service.
/// </summary>
internal sealed partial class PrintedAnswers
{
    // Numbers under these names are ids of the ledger, unless the document sent them.
    private static readonly string[] Ids = ["id", "authorization_id", "counterpart_id", "parent_authorization_id", "credit", "debit"];
    private static readonly string[] Cursors = ["cursor", "next", "last", "position"];

    private readonly Dictionary<string, string> _others = new(StringComparer.Ordinal);
    private readonly StringBuilder _sent = new();

    /// <summary>The command as somebody types it who copies ids from the answers that came, not from the printed ones.</summary>
    internal string Typed(string command)
    {
        // What is copied from an answer is not the document's own.
        _sent.Append(Word().Replace(command, word => _others.ContainsKey(word.Value) ? "" : word.Value)).Append('\n');
        return Word().Replace(command, word => _others.GetValueOrDefault(word.Value, word.Value));
    }

    /// <summary>The values of a text of JSON, one behind the other.</summary>
    internal static List<JsonElement> Values(string text)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { AllowMultipleValues = true });
        var values = new List<JsonElement>();
        while (reader.Read())
            values.Add(JsonElement.ParseValue(ref reader));
        return values;
    }

    /// <summary>The first difference; null when there is none.</summary>
    internal string? Difference(JsonElement printed, JsonElement came) => Difference("", "", default, printed, came);

    internal string? Difference(string printed, string came) => Texts("", printed, came);

    private string? Difference(string path, string name, JsonElement owner, JsonElement printed, JsonElement came)
    {
        if (printed.ValueKind != came.ValueKind)
            return Unequal(path, printed, came);
        switch (printed.ValueKind)
        {
            case JsonValueKind.Object:
                var (ours, theirs) = (printed.EnumerateObject().ToList(), came.EnumerateObject().ToList());
                var names = (string.Join(", ", ours.Select(one => one.Name)), string.Join(", ", theirs.Select(one => one.Name)));
                return !string.Equals(names.Item1, names.Item2, StringComparison.Ordinal)
                    ? $"{path}: printed with {names.Item1}, came with {names.Item2}"
                    : First(ours.Zip(theirs, (a, b) => Difference($"{path}.{a.Name}", a.Name, printed, a.Value, b.Value)));
            case JsonValueKind.Array:
                return printed.GetArrayLength() != came.GetArrayLength()
                    ? Unequal(path, printed, came)
                    : First(printed.EnumerateArray().Zip(came.EnumerateArray(), (a, b) => Difference($"{path}[]", name, printed, a, b)));
            case JsonValueKind.String:
                var (a, b) = (printed.GetString()!, came.GetString()!);
                // The end of the authorization's id.
                var ending = name is "code" && owner.TryGetProperty("operation_description", out _);
                return ending || (Cursors.Contains(name, StringComparer.Ordinal) && Cursor().IsMatch(a) && Cursor().IsMatch(b))
                    ? null
                    : Texts(path, a, b);
            case JsonValueKind.Number:
                var isId = Ids.Contains(name, StringComparer.Ordinal) && printed.GetRawText() != "0" && came.GetRawText() != "0";
                return name is "duration_ms" || (isId && Same(printed.GetRawText(), came.GetRawText()))
                    || printed.GetRawText() == came.GetRawText()
                    ? null
                    : Unequal(path, printed, came);
            default:
                return null;
        }
    }

    /// <summary>Equal but for what the service makes.</summary>
    private string? Texts(string path, string printed, string came)
    {
        var (ours, theirs) = (Made().Matches(printed), Made().Matches(came));
        var alike = string.Equals(Made().Replace(printed, Kind), Made().Replace(came, Kind), StringComparison.Ordinal);
        return alike && ours.Zip(theirs).All(pair => Kind(
            pair.First) is "(time)" ? MayDiffer(pair.First.Value, pair.Second.Value) : Same(pair.First.Value, pair.Second.Value))
            ? null
            : Unequal(path, printed, came);
    }

    private static string Kind(Match match) =>
        match.Groups["time"].Success ? "(time)" : match.Groups["secret"].Success ? "(secret)" : $"({match.Length})";

    private bool MayDiffer(string printed, string came) => string.Equals(printed, came, StringComparison.Ordinal) || !WasSent(printed);

    /// <summary>The same thing under the id that it has this time.</summary>
    private bool Same(string printed, string came)
    {
        if (_others.TryGetValue(printed, out var known))
            return string.Equals(known, came, StringComparison.Ordinal);
        if (!MayDiffer(printed, came) || _others.ContainsValue(came))
            return false;
        if (!WasSent(printed))
            _others.Add(printed, came);
        return true;
    }

    private bool WasSent(string printed) =>
        Regex.IsMatch(_sent.ToString(), $@"(?<![0-9A-Za-z-]){Regex.Escape(printed)}(?![0-9A-Za-z-])", RegexOptions.None,
            TimeSpan.FromSeconds(5));

    private static string? First(IEnumerable<string?> differences) => differences.FirstOrDefault(one => one is not null);

    private static string Unequal<T>(string path, T printed, T came) => $"{path}: printed {printed}, came {came}";

    [GeneratedRegex(@"^\d+\.\d\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Cursor();

    [GeneratedRegex("[0-9A-Za-z-]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();

    // Times, UUIDs, Fiserv's and Bluefin's ids; tokens and secrets.
    [GeneratedRegex(
        @"(?<time>\b\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)|\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\bCHG[0-9a-f]{34}\b|\b[0-9a-f]{32}\b|\b\d{12}\b|(?<secret>\beyJ[\w.-]+|\bwhsec_\S+|\bv1,\S+)",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Made();
}
