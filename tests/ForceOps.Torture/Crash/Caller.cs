using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace ForceOps.Torture.Crash;

/// <summary>An answer as it was heard.</summary>
internal sealed record Heard(int Status, string Text, string? RetryAfter, string? Replay)
{
    internal JsonElement Json => JsonDocument.Parse(Text).RootElement;

    internal bool IsLater => Status is 202 or 429 or 503;

    public override string ToString() => $"{Status} {(Replay is null ? "" : $"({Replay}) ")}{Text}";
}

/// <summary>
/// Sends requests of an org to whichever service is up, and again with the same tracking id until there is an answer, as an honest client
/// does. It notes what no document allows: an answer of 500 and above other than 503 with <c>Retry-After</c>, and no answer at all.
/// </summary>
internal sealed class Caller(Services services, Tally tally, string org) : IDisposable
{
    /// <summary>
    /// Tenths of a second, far longer than anything may take here: waits for the database are bounded by seconds. They are counted one by
    /// one, so that a machine that stands still, or gives nobody a processor, is not taken for a service that hangs.
    /// </summary>
    private const int LimitInTenths = 300;

    /// <summary>After this long without an end, an operation never gets one.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(240);

    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };

    internal string Org => org;

    internal Tally Tally => tally;

    /// <summary>
    /// Sends an operation until it has an end, and notes it in the operation. One that was answered 202 is not sent again, which would
    /// hide its loss: the client looks for it until it is posted.
    /// </summary>
    internal async Task SettleAsync(SentOperation operation)
    {
        var (began, isAccepted) = (services.Elapsed, false);
        while (services.Elapsed - began < Patience)
        {
            var (service, sent) = (services.Any(), services.Elapsed);
            var heard = service is null
                ? null
                : isAccepted
                    ? await TrySendAsync(service, HttpMethod.Get, $"/sandbox/authorizations?tracking_id={operation.TrackingId}", null)
                    : await TrySendAsync(service, HttpMethod.Post, operation.Path, operation.Body);
            if (service is not null)
                operation.Note(new Attempt(sent, services.Elapsed, service.Name, heard?.ToString() ?? "no answer"));
            isAccepted |= heard is { Status: 202 };
            if (heard is { IsLater: false, Status: < 500 } && (isAccepted
                ? AnswerReading.TryConcludeLooking(operation, heard, services.Elapsed)
                : AnswerReading.TryConclude(operation, heard, services.Elapsed)))
            {
                tally.Settle();
                return;
            }
            await Task.Delay(Random.Shared.Next(20, 120));
        }
        tally.NoteHang($"{operation.TrackingId} has no end after {Patience.TotalSeconds} s");
    }

    /// <summary>Sends what may be sent twice until it is answered; null when it never is.</summary>
    internal async Task<Heard> AskAsync(HttpMethod method, string path, string? body = null)
    {
        var began = services.Elapsed;
        var last = "no service is up";
        while (services.Elapsed - began < Patience)
        {
            if (services.Any() is { } service && await TrySendAsync(service, method, path, body) is { } heard)
            {
                last = $"{heard.Status} {heard.Text}";
                if (heard is { IsLater: false, Status: < 500 })
                    return heard;
            }
            await Task.Delay(50);
        }
        throw new TortureException($"{method} {path} has no good answer after {Patience.TotalSeconds} s: {last}");
    }

    /// <summary>Asks for something that must be there.</summary>
    internal async Task<Heard> MustAsync(HttpMethod method, string path, string? body = null)
    {
        var heard = await AskAsync(method, path, body);
        return heard.Status is >= 200 and < 300 ? heard : throw new TortureException($"{method} {path}: {heard.Status} {heard.Text}");
    }

    /// <summary>Sends once; null when there is no answer.</summary>
    internal async Task<Heard?> TrySendAsync(RunningProgram service, HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(service.Url, path));
        request.Headers.Add("x-tenant", org);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        var began = services.Elapsed;
        using var giveUp = new CancellationTokenSource();
        try
        {
            var sending = _http.SendAsync(request, giveUp.Token);
            for (var tenths = 0; await Task.WhenAny(sending, Task.Delay(100, CancellationToken.None)) != sending;)
            {
                if (++tenths == LimitInTenths)
                    await giveUp.CancelAsync();
            }
            using var answer = await sending;
            var heard = new Heard(
                (int)answer.StatusCode, await answer.Content.ReadAsStringAsync(CancellationToken.None),
                answer.Headers.RetryAfter?.ToString(),
                answer.Headers.TryGetValues("x-forceops-replay", out var replay) ? replay.Single() : null);
            if (heard.Status >= 500 && (answer.StatusCode, heard.RetryAfter) is not (HttpStatusCode.ServiceUnavailable, not null))
                tally.NoteUndocumented($"{method} {path} {body}: {heard.Status} {heard.Text}");
            return heard;
        }
        catch (TaskCanceledException)
        {
            tally.NoteHang(string.Create(
                CultureInfo.InvariantCulture, $"{method} {path} {body}: no answer of {service.Name} from {began.TotalSeconds:F1} s to {services.Elapsed.TotalSeconds:F1} s"));
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            // It died, or was not there any more.
        }
        tally.MissAnswer();
        return null;
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>Says that the run cannot go on, in a sentence for the person who started it.</summary>
internal sealed class TortureException(string message) : Exception(message);
