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

    /// <summary>It was refused and will be again: nothing was posted.</summary>
    public sealed record Refused(string Code) : ForceResult;

    /// <summary>No answer came in time. It may be posted or not, and only the tracking id can tell.</summary>
    public sealed record Unknown : ForceResult;
}

/// <summary>Sends forces. Retries are the handler's job; what an answer means is this one's.</summary>
public sealed class PismoClient(HttpClient http)
{
    /// <summary>Forces a payout's amount to its account.</summary>
    public async Task<ForceResult> ForceAsync(Payout payout, CancellationToken stop)
    {
        var force = new ForceRequest(payout.TrackingId, payout.Account, payout.Amount, "090907");
        try
        {
            using var answer = await http.PostAsJsonAsync("payments/v1/payments/force", force, stop);
            return answer.StatusCode switch
            {
                HttpStatusCode.Created => new ForceResult.Posted(),
                HttpStatusCode.Accepted => new ForceResult.Accepted(),
                // The first try was posted, and its answer lost: this is success. Another request under the id would be a bug of ours.
                HttpStatusCode.Conflict when IsReplay(answer) => new ForceResult.Posted(),
                >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout =>
                    new ForceResult.Unknown(),
                _ => new ForceResult.Refused(await CodeOfAsync(answer, stop)),
            };
        }
        // The last try failed too, or the handler gave up.
        catch (Exception error) when (error is HttpRequestException or TimeoutRejectedException or BrokenCircuitException)
        {
            return new ForceResult.Unknown();
        }
    }

    private static bool IsReplay(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("x-forceops-replay", out var values) && values.Contains("same", StringComparer.Ordinal);

    private static async Task<string> CodeOfAsync(HttpResponseMessage answer, CancellationToken stop)
    {
        try
        {
            var body = await answer.Content.ReadFromJsonAsync<JsonElement>(stop);
            return body.TryGetProperty("code", out var code) ? code.GetString() ?? "" : answer.StatusCode.ToString();
        }
        // A gateway in the way answers in its own words.
        catch (JsonException)
        {
            return answer.StatusCode.ToString();
        }
    }

    private sealed record ForceRequest(
        [property: JsonPropertyName("tracking_id")] string TrackingId, [property: JsonPropertyName("account_id")] long AccountId,
        [property: JsonPropertyName("amount")] decimal Amount, [property: JsonPropertyName("processing_code")] string ProcessingCode);
}
