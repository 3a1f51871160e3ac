using System.Text.Json;

namespace ForceOps.Torture.Crash;

/// <summary>Concludes from an answer what has become of an operation, as the documents tell a client to.</summary>
internal static class AnswerReading
{
    /// <summary>Reads the answer to an operation; true, since every such answer is an end.</summary>
    internal static bool TryConclude(SentOperation operation, Heard heard, TimeSpan at)
    {
        var json = heard.Json;
        switch (heard)
        {
            case { Status: 200 or 201 } when json.TryGetProperty("denial_code", out var denial):
                operation.Conclude(Fate.Denied, IdsOf(json), denial.GetString()!, at);
                break;
            case { Status: 200 or 201 }:
                operation.Conclude(Fate.Posted, IdsOf(json), "", at);
                break;
            case { Status: 409, Replay: "same" }:
                operation.Conclude(Fate.Posted, IdsOf(json.TryGetProperty("authorizations", out var earlier) ? earlier : json), "", at);
                break;
            case { Replay: "different" }:
                operation.Contradict($"{heard.Status} different: {heard.Text}");
                break;
            default:
                operation.Conclude(Fate.Refused, [], $"{heard.Status} {json.GetProperty("code").GetString()}", at);
                break;
        }
        return true;
    }

    /// <summary>Reads what a look for an operation finds that was answered 202; false while it waits.</summary>
    internal static bool TryConcludeLooking(SentOperation operation, Heard heard, TimeSpan at)
    {
        var json = heard.Json;
        if (heard.Status == 200)
        {
            var denied = json.TryGetProperty("denied", out var denial);
            operation.Conclude(denied ? Fate.Denied : Fate.Posted, [json.GetProperty("id").GetInt64()], denied ? denial.GetString()! : "", at);
            return true;
        }
        if (json.GetProperty("code").GetString() is "NOT_POSTED_YET")
            return false;
        operation.Conclude(Fate.Refused, [], $"answered 202, and then neither waiting nor posted: {heard}", at);
        return true;
    }

    /// <summary>The ids that an answer tells: of both sides where there are two, else of the one authorization.</summary>
    private static IReadOnlyList<long> IdsOf(JsonElement json)
    {
        var ids = new List<long>();
        if (json.TryGetProperty("authorization_id", out var id) && id.ValueKind == JsonValueKind.Number)
            ids.Add(id.GetInt64());
        if (json.TryGetProperty("authorization_ids", out var sides) && sides.ValueKind == JsonValueKind.Object)
        {
            ids.AddRange(sides.EnumerateObject().Where(side => side.Value.ValueKind == JsonValueKind.Number && side.Value.GetInt64() != 0)
                .Select(side => side.Value.GetInt64()));
        }
        return [.. ids.Distinct()];
    }
}
