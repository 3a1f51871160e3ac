using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;

namespace ForceOps.Tool.Service;

/// <summary>Speaks HTTP to a running service, in the name of one org. Whatever keeps it from an answer becomes one sentence.</summary>
internal sealed class ServiceClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly string? _key;
    private readonly CancellationToken _cancel;
    private readonly TokenSource _tokens;

    internal ServiceClient(Uri url, string? org, string? key, (string Key, string Secret)? credentials, CancellationToken cancel)
    {
        (Url, Org, _key, _cancel) = (url, org, key, cancel);
        _http = NearbyHttp.NewClient(Timeout.InfiniteTimeSpan);
        _http.BaseAddress = url;
        // Findings are about clients, not about who tests them: the service knows the tool by this name.
        _http.DefaultRequestHeaders.TryAddWithoutValidation("user-agent", "forceops");
        _tokens = new TokenSource(this, credentials);
    }

    internal Uri Url { get; }

    /// <summary>The address as people write it, without a slash at its end.</summary>
    internal string Address => Url.ToString().TrimEnd('/');

    /// <summary>The org of all requests; null for the default one, which the service knows.</summary>
    internal string? Org { get; }

    /// <summary>Sends a request, and returns whatever is answered.</summary>
    /// <param name="account">The account that a token must be for; null when a token for the org will do.</param>
    internal async Task<ServiceAnswer> SendAsync(
        HttpMethod method, string path, string? json = null, long? account = null, params (string Name, string Value)[] headers)
    {
        var began = Stopwatch.GetTimestamp();
        using var answer = await SendAsync(
            await RequestAsync(method, path, json, account, headers), HttpCompletionOption.ResponseContentRead);
        var text = await answer.Content.ReadAsStringAsync(_cancel);
        return new ServiceAnswer(answer.StatusCode, text, Stopwatch.GetElapsedTime(began),
            Header(answer, "x-cid"), Header(answer, "x-forceops-replay"));
    }

    /// <summary>Opens a stream of lines, and returns its reader.</summary>
    internal async Task<StreamReader> StreamAsync(string path)
    {
        var answer = await SendAsync(await RequestAsync(HttpMethod.Get, path, null, null), HttpCompletionOption.ResponseHeadersRead);
        if (answer.IsSuccessStatusCode)
            return new StreamReader(await answer.Content.ReadAsStreamAsync(_cancel));
        throw Refused(new ServiceAnswer(answer.StatusCode, await answer.Content.ReadAsStringAsync(_cancel), default, null, null));
    }

    /// <summary>Reads a value; an answer that is no success ends the command.</summary>
    internal async Task<JsonElement> GetAsync(string path) => Value(await SendAsync(HttpMethod.Get, path));

    /// <summary>Reads a value; null when there is none.</summary>
    internal async Task<JsonElement?> FindAsync(string path)
    {
        var answer = await SendAsync(HttpMethod.Get, path);
        return answer.Status == HttpStatusCode.NotFound ? null : Value(answer);
    }

    /// <summary>Changes something; an answer that is no success ends the command.</summary>
    /// <param name="account">The account that a token must be for; null when a token for the org will do.</param>
    internal async Task<JsonElement> ChangeAsync(
        HttpMethod method, string path, string? json = null, long? account = null, params (string Name, string Value)[] headers) =>
        Value(await SendAsync(method, path, json, account, headers));

    /// <summary>Reads a list page by page.</summary>
    /// <param name="path">The route, with its filters.</param>
    /// <param name="limit">The most items; null for all.</param>
    internal async IAsyncEnumerable<JsonElement> ListAsync(string path, int? limit = null)
    {
        const int pageMax = 1000;
        var (left, after) = (limit ?? int.MaxValue, (string?)null);
        while (left > 0)
        {
            var page = await GetAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit={Math.Min(left, pageMax)}"
                + (after is null ? "" : $"&after={Uri.EscapeDataString(after)}"));
            foreach (var item in page.GetProperty("items").EnumerateArray())
            {
                left--;
                yield return item;
            }
            if ((after = page.Text("next")) is null)
                yield break;
        }
    }

    /// <summary>Returns the cursor behind the newest event.</summary>
    /// <param name="path">The route, with its filters.</param>
    internal async Task<string> LastEventAsync(string path)
    {
        var last = "0";
        while (true)
        {
            var page = await GetAsync($"{path}&after={last}");
            last = page.Text("last") ?? last;
            if (page.Text("next") is null)
                return last;
        }
    }

    /// <summary>Returns the sentence for an answer that is no success.</summary>
    internal static ToolException Refused(ServiceAnswer answer)
    {
        var said = answer.Json is { ValueKind: JsonValueKind.Object } json ? json.Text("detail") ?? json.Text("message") : null;
        var sentence = said is null ? $"The service answered {(int)answer.Status}." : said.TrimEnd('.') + ".";
        return answer.Status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new ToolException(
                $"{sentence} The sandbox's key goes into --key or FORCEOPS_SANDBOX_KEY, and the API's key of strict mode into "
                + "--credentials or FORCEOPS_CREDENTIALS."),
            HttpStatusCode.ServiceUnavailable => new ToolException($"{sentence} `forceops wait` returns when the service is ready.",
                ExitCode.NotAsked),
            _ => new ToolException(sentence),
        };
    }

    public void Dispose() => _http.Dispose();

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? values.First() : null;

    private static JsonElement Value(ServiceAnswer answer)
    {
        if (!answer.IsSuccess)
            throw Refused(answer);
        return answer.Json ?? default;
    }

    private async Task<HttpRequestMessage> RequestAsync(
        HttpMethod method, string path, string? json, long? account, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path.TrimStart('/'));
        if (json is not null)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json)) { Headers = { ContentType = new("application/json") } };
        if (Org is not null)
            request.Headers.TryAddWithoutValidation("x-tenant", Org);
        // A fault by header needs the key too.
        var isSandbox = path.StartsWith("/sandbox", StringComparison.Ordinal);
        if (_key is not null && (isSandbox || headers.Any(header => header.Name is "x-forceops-fault")))
            request.Headers.TryAddWithoutValidation("x-sandbox-key", _key);
        if (!isSandbox && await _tokens.OfAsync(path, account) is { } token)
            request.Headers.Authorization = new("Bearer", token);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, HttpCompletionOption completion)
    {
        using (request)
        {
            try
            {
                return await _http.SendAsync(request, completion, _cancel);
            }
            catch (HttpRequestException error) when (error.HttpRequestError is HttpRequestError.ConnectionError
                or HttpRequestError.NameResolutionError)
            {
                throw new ToolException($"No service answers at {Url.GetLeftPart(UriPartial.Authority)}. Start it with `forceops serve`, or name "
                    + "another address with --url or FORCEOPS_URL.", ExitCode.NotAsked);
            }
            catch (HttpRequestException error)
            {
                throw new ToolException($"The connection to {Url.GetLeftPart(UriPartial.Authority)} ended without an answer "
                    + $"({error.HttpRequestError}). `forceops requests` shows what the service did.");
            }
        }
    }
}

/// <summary>Holds an answer of the service.</summary>
/// <param name="Cid">The correlation id, by which the request journal finds the request.</param>
/// <param name="Replay">same or different, when the tracking id was in use.</param>
internal sealed record ServiceAnswer(HttpStatusCode Status, string Text, TimeSpan Took, string? Cid, string? Replay)
{
    internal bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>The body as JSON; null when it is none.</summary>
    internal JsonElement? Json { get; } = Parse(Text);

    private static JsonElement? Parse(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
