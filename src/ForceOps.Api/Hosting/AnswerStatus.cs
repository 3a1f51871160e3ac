namespace ForceOps.Api.Hosting;

/// <summary>What a request was answered, for those who tell it afterwards: an endpoint sets a status also when nobody gets it.</summary>
internal static class AnswerStatus
{
    internal const int None = 0;

    private static readonly object Dropped = new();

    /// <summary>For whoever asks at the end: an endpoint that answers a caller who has hung up begins the answer all the same.</summary>
    internal static void Watch(HttpContext http) => http.Response.OnStarting(
        static state =>
        {
            var http = (HttpContext)state;
            if (http.RequestAborted.IsCancellationRequested)
                http.Items[Dropped] = true;
            return Task.CompletedTask;
        },
        http);

    /// <summary>Ends the connection without an answer. Noted, since the server says itself that it is so some time later only.</summary>
    internal static void Drop(HttpContext http)
    {
        http.Items[Dropped] = true;
        http.Abort();
    }

    /// <summary><see cref="None"/> when the connection ended before the answer began.</summary>
    internal static int Of(HttpContext http) =>
        http.Items.ContainsKey(Dropped) || (http.RequestAborted.IsCancellationRequested && !http.Response.HasStarted) ? None : http.Response.StatusCode;
}
