using ForceOps.Api.Hosting.Journal;

namespace ForceOps.Api.Hosting;

/// <summary>What a request was answered, for those who tell it afterwards: an endpoint sets a status also when nobody gets it.</summary>
internal static class AnswerStatus
{
    internal const int None = 0;

    /// <summary>For whoever asks at the end: an endpoint that answers a caller who has hung up begins the answer all the same.</summary>
    internal static void Watch(HttpContext http) => http.Response.OnStarting(
        static state =>
        {
            var http = (HttpContext)state;
            if (http.RequestAborted.IsCancellationRequested)
                http.Features.Set(Dropped.Mark);
            return Task.CompletedTask;
        },
        http);

    /// <summary>
    /// Ends the connection without an answer. Noted, since the server says itself that it is so some time later only; and in the journal
    /// before, so that whoever sees the end finds it there.
    /// </summary>
    internal static void Drop(HttpContext http)
    {
        http.Features.Set(Dropped.Mark);
        http.Features.Get<JournaledRequest>()?.Finish();
        http.Abort();
    }

    /// <summary><see cref="None"/> when the connection ended before the answer began.</summary>
    internal static int Of(HttpContext http) =>
        http.Features.Get<Dropped>() is not null || (http.RequestAborted.IsCancellationRequested && !http.Response.HasStarted) ? None : http.Response.StatusCode;

    private sealed class Dropped
    {
        internal static readonly Dropped Mark = new();
    }
}
