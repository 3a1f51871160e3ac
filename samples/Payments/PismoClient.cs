using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Payments;

/// <summary>Is what became of a force, as far as the answer tells.</summary>
public abstract record ForceResult
{
    /// <summary>The ledger has it, by this try or an earlier one.</summary>
    public sealed record Posted : ForceResult;

    /// <summary>It is stored and will be posted or denied later; a webhook tells.</summary>
    public sealed record Accepted : ForceResult;

    /// <summary>It was refused and will be again, however often it is sent.</summary>
    public sealed record Refused(string Code) : ForceResult;

    /// <summary>No answer that tells came in time. It may be posted or not, and only the tracking id can tell.</summary>
    public sealed record Unknown : ForceResult;
}

/// <summary>Sends forces. Retries are the handler's job; what an answer means is this one's.</summary>
public sealed class PismoClient(HttpClient http)
{
    private const string ProcessingCode = "090907";

    /// <summary>Forces a payout's amount to its account.</summary>
    public async Task<ForceResult> ForceAsync(Payout payout, CancellationToken stop)
    {
        var force = new ForceRequest(payout.TrackingId, payout.Account, payout.Amount, ProcessingCode);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "payments/v1/payments/force");
            request.Content = JsonContent.Create(force);
            // By this id the provider finds the request in its logs, and we find it in ours.
            request.Headers.Add("x-cid", payout.TrackingId);
            using var answer = await http.SendAsync(request, stop);
            return answer.StatusCode switch
            {
                HttpStatusCode.Created => new ForceResult.Posted(),
                HttpStatusCode.Accepted => new ForceResult.Accepted(),
                HttpStatusCode.Conflict => ReadConflict(await BodyOfAsync(answer, stop), force),
                HttpStatusCode.BadRequest => new ForceResult.Refused(CodeOf(await BodyOfAsync(answer, stop)) ?? "BAD_REQUEST"),
                // An expired token, a wrong address, a limit, a gateway in the way: none of them says what became of an earlier try.
                _ => new ForceResult.Unknown(),
            };
        }
        // The last try failed too, or the handler gave up.
        catch (Exception error) when (error is HttpRequestException or TimeoutRejectedException or BrokenCircuitException)
        {
            return new ForceResult.Unknown();
        }
    }

    /// <summary>
    /// Reads what the tracking id is in use by. Our own operation: the first try was posted and its answer lost, which is success. Another
    /// one would be a bug of ours, and nobody may pay for it by a guess. A body that names none came from somebody else.
    /// </summary>
    private static ForceResult ReadConflict(JsonElement? body, ForceRequest force)
    {
        if (Member(body, "authorizations") is not { ValueKind: JsonValueKind.Object } first)
            return new ForceResult.Unknown();
        var isOurs = Member(first, "type")?.ToString() is "FORCE" && NumberOf(first, "account_id") == force.AccountId
            && NumberOf(first, "amount") == force.Amount && Member(first, "processing_code")?.ToString() == force.ProcessingCode;
        return isOurs ? new ForceResult.Posted() : new ForceResult.Refused(CodeOf(body) ?? "CONFLICT");
    }

    private static string? CodeOf(JsonElement? body) => Member(body, "code")?.ToString();

    private static decimal? NumberOf(JsonElement json, string name) =>
        Member(json, name) is { ValueKind: JsonValueKind.Number } member && member.TryGetDecimal(out var number) ? number : null;

    private static JsonElement? Member(JsonElement? json, string name) =>
        json is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty(name, out var member) ? member : null;

    private static async Task<JsonElement?> BodyOfAsync(HttpResponseMessage answer, CancellationToken stop)
    {
        try
        {
            return await answer.Content.ReadFromJsonAsync<JsonElement>(stop);
        }
        // A gateway in the way answers in its own words.
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record ForceRequest(
        [property: JsonPropertyName("tracking_id")] string TrackingId, [property: JsonPropertyName("account_id")] long AccountId,
        [property: JsonPropertyName("amount")] decimal Amount, [property: JsonPropertyName("processing_code")] string ProcessingCode);
}
