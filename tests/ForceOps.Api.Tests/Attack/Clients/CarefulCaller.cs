using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ForceOps.Api.Tests.Attack.Clients;

/// <summary>Where a client works: the platform, its org there, the key for tokens, and the seed of its random numbers.</summary>
internal sealed record ClientSeat(Uri Platform, string Org, string Key, string KeySecret, int Seed);

/// <summary>
/// One thing that the client wants from the platform. It is made before the first try, so that every try can say the same; in a service
/// that may crash it would be stored.
/// </summary>
internal sealed class Operation(long account, decimal amount, string cid, string? cancels = null)
{
    internal long Account => account;

    internal decimal Amount => amount;

    /// <summary>The correlation id of the work that the operation is a part of.</summary>
    internal string Cid => cid;

    /// <summary>The tracking id of the force that is canceled; null for a force.</summary>
    internal string? Cancels => cancels;

    internal string TrackingId { get; set; } = Guid.NewGuid().ToString();

    internal DateTimeOffset Begun { get; } = TimeProvider.System.GetUtcNow();
}

/// <summary>What came back; status 0 when nothing did, and no JSON when nobody can read it.</summary>
internal sealed record PlatformAnswer(int Status, JsonElement? Json = null, TimeSpan? RetryAfter = null)
{
    internal JsonElement? Member(string name) =>
        Json is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(name, out var member) ? member : null;
}

/// <summary>Calls the platform as a client should. Each habit is a method that a client with a mistake replaces.</summary>
internal abstract class CarefulCaller(ClientSeat seat) : CarefulReceiver, IDisposable
{
    /// <summary>How long the client waits for an answer: long for the calls of one machine, so that it is not lost by a busy one.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // One for the whole client: its connections are used again.
    private readonly HttpClient _http = new();
    private string? _token;

    /// <summary>Habit: a connection is used again.</summary>
    protected virtual Task<HttpResponseMessage> CallAsync(HttpRequestMessage request, CancellationToken stop) =>
        _http.SendAsync(request, stop);

    /// <summary>Habit: a token is used again.</summary>
    protected virtual async Task<string> TokenAsync(CancellationToken stop) => _token ??= await NewTokenAsync(stop);

    /// <summary>Habit: a token that was refused is not used again.</summary>
    protected virtual void OnUnauthorized() => _token = null;

    /// <summary>Habit: every call names the work that it is a part of, so that both sides find it in their logs.</summary>
    protected virtual string? CidOf(Operation operation) => operation.Cid;

    /// <summary>Habit: a try says the same as the one before, in its headers too.</summary>
    protected virtual string ContentTypeOf(int tries) => "application/json";

    /// <summary>Habit: a try says the same as the one before.</summary>
    protected virtual JsonObject BodyOf(Operation operation) => operation.Cancels is { } original
        ? new() { ["tracking_id"] = operation.TrackingId, ["original_tracking_id"] = original, ["amount"] = operation.Amount }
        : new()
        {
            ["tracking_id"] = operation.TrackingId, ["account_id"] = operation.Account, ["amount"] = operation.Amount,
            ["processing_code"] = "090907",
        };

    /// <summary>Sends one try of an operation, and waits for its answer as long as patience lasts.</summary>
    protected async Task<PlatformAnswer> SendAsync(Operation operation, int tries)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            using var request = RequestTo(operation.Cancels is null ? "payments/v1/payments/force" : "payments/v1/payments/force/cancel");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(patience.Token));
            if (CidOf(operation) is { } cid)
                request.Headers.Add("x-cid", cid);
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(BodyOf(operation).ToJsonString()));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(ContentTypeOf(tries));
            using var answer = await CallAsync(request, patience.Token);
            return new PlatformAnswer(
                (int)answer.StatusCode, await JsonOfAsync(answer, patience.Token), answer.Headers.RetryAfter?.Delta);
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or IOException)
        {
            return new PlatformAnswer(0);
        }
    }

    protected async Task<string> NewTokenAsync(CancellationToken stop)
    {
        using var request = RequestTo("passport/v2/s2s/access-token");
        request.Content = JsonContent.Create(new { server_key = seat.Key, server_secret = seat.KeySecret });
        using var answer = await CallAsync(request, stop);
        answer.EnsureSuccessStatusCode();
        return (await JsonOfAsync(answer, stop))?.GetProperty("token").GetString() ?? throw new HttpRequestException("no token");
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage RequestTo(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(seat.Platform, path));
        request.Headers.Add("x-tenant", seat.Org);
        return request;
    }

    /// <summary>Reads a body that says that it is JSON, and is; null otherwise: a gateway in the way answers in its own words.</summary>
    private static async Task<JsonElement?> JsonOfAsync(HttpResponseMessage answer, CancellationToken stop)
    {
        if (answer.Content.Headers.ContentType?.MediaType is not "application/json")
            return null;
        try
        {
            return await answer.Content.ReadFromJsonAsync<JsonElement>(stop);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
