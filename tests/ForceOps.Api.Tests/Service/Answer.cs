using System.Net;
using System.Text.Json;

namespace ForceOps.Api.Tests.Service;

/// <summary>What came back over the wire.</summary>
public sealed record Answer(HttpStatusCode Status, string Text, HttpResponseMessage Message)
{
    public int Code => (int)Status;

    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>The <c>code</c> of an error envelope or problem document.</summary>
    public string? ErrorCode => Json.TryGetProperty("code", out var code) ? code.GetString() : null;

    public string? Header(string name) => Message.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;
}
