using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;

namespace ForceOps.Torture.Overload;

/// <summary>What all callers met, with the times of their answers in milliseconds.</summary>
internal sealed class LoadTally
{
    private readonly Lock _lock = new();
    private readonly List<double> _posted = [];
    private readonly List<double> _refused = [];

    internal long Posted => _posted.Count;

    internal long Refused => _refused.Count;

    internal long Undocumented { get; private set; }

    internal long Hangs { get; private set; }

    internal string Odd { get; private set; } = "";

    internal void Note(int status, bool saysWhen, TimeSpan took, string text)
    {
        lock (_lock)
        {
            // 409: a refusal by 503 whose operation was posted all the same.
            if (status is 201 or 409)
                _posted.Add(took.TotalMilliseconds);
            else if (status is 429 or 503 && saysWhen)
                _refused.Add(took.TotalMilliseconds);
            else
                (Undocumented, Odd) = (Undocumented + 1, $"{status} {text}");
        }
    }

    internal void NoteHang(string text)
    {
        lock (_lock)
            (Hangs, Odd) = (Hangs + 1, text);
    }

    internal string Describe()
    {
        lock (_lock)
            return $"{_posted.Count} posted ({Percentiles(_posted)}), {_refused.Count} refused by 429 or 503 ({Percentiles(_refused)})";
    }

    internal static string Percentiles(List<double> times)
    {
        var sorted = times.Order().ToList();
        double At(double share) => sorted.Count == 0 ? 0 : sorted[(int)Math.Min(sorted.Count - 1, sorted.Count * share)];
        return string.Create(CultureInfo.InvariantCulture, $"p50 {At(0.5):F0} ms, p99 {At(0.99):F0} ms, longest {At(1):F0} ms");
    }
}

/// <summary>A caller with an account of its own who waits for no one: what is refused is sent again at once.</summary>
internal sealed class LoadCaller(HttpClient http, string org, int account, LoadTally tally)
{
    private const int Posted = 201;

    /// <summary>What was answered 201, in units of money, since each force is of one.</summary>
    internal long Acknowledged { get; private set; }

    /// <summary>What was sent and not answered; it may be there.</summary>
    internal long Unanswered { get; private set; }

    internal async Task RunAsync(Func<bool> goOn)
    {
        while (goOn())
        {
            var body = $$"""{"tracking_id":"{{Guid.NewGuid()}}","account_id":{{account}},"amount":1,"processing_code":"090907"}""";
            while (await SendAsync(body) is not (Posted or 0) && goOn())
                await Task.Delay(Random.Shared.Next(1, 20));
        }
    }

    private async Task<int> SendAsync(string body)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/payments/v1/payments/force")
            {
                Content = new StringContent(body, Encoding.UTF8, "application/json"),
            };
            request.Headers.Add("x-tenant", org);
            using var answer = await http.SendAsync(request);
            var text = answer.StatusCode == HttpStatusCode.Created ? "" : await answer.Content.ReadAsStringAsync();
            tally.Note((int)answer.StatusCode, answer.Headers.RetryAfter is not null, Stopwatch.GetElapsedTime(began), text);
            var isPosted = answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.Conflict;
            Acknowledged += isPosted ? 1 : 0;
            return isPosted ? Posted : (int)answer.StatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or IOException or TaskCanceledException)
        {
            Unanswered++;
            tally.NoteHang($"no answer after {Stopwatch.GetElapsedTime(began).TotalSeconds:F1} s: {error.Message}");
            return 0;
        }
    }
}
