using System.Text.Json;
using ForceOps.Tool.Output;

namespace ForceOps.Tool.Service;

/// <summary>Says in words why a recorded request was refused, from what the request journal kept of it.</summary>
internal static class RefusalText
{
    /// <summary>Returns the reason as markup; null when the request was not refused.</summary>
    internal static string? Of(JsonElement request)
    {
        if (request.Member("why") is not { } why)
            return null;
        var fields = why.Items("fields").Select(field => $"{field.Text("field")} {field.Text("message")}");
        var facts = why.Member("facts") is { } known
            ? known.EnumerateObject().Select(fact => $"{Words(fact.Name)} {Value(fact.Value)}")
            : [];
        var said = (why.Text("check"), why.Text("error")) switch
        {
            (_, { } error) => Words(error),
            ("tracking_id", _) => Difference([.. why.Items("differs").Select(item => Words(item.GetString()!))]),
            ("route", _) => "no route has this path",
            ({ } check, _) => $"the check of {Words(check)} failed",
            _ => "",
        };
        var details = string.Join(", ", fields.Concat(facts));
        return (details.Length == 0 ? said : $"{said} [grey]({details.Safe()})[/]").Trim();
    }

    private static string Difference(List<string> fields) => fields.Count == 0
        ? "the tracking id was posted before by the same request: treat it as success"
        : $"the tracking id was posted before by a request with another {string.Join(", ", fields)}";

    private static string Words(string name) => name.Replace('_', ' ');

    private static string Value(JsonElement value) => value.ValueKind is JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
