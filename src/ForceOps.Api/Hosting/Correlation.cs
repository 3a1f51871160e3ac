namespace ForceOps.Api.Hosting;

/// <summary>
/// <c>x-cid</c>: taken from the request or made, kept as the request's trace identifier, echoed on every answer whatever goes wrong later.
/// </summary>
internal static class Correlation
{
    internal const string Header = "x-cid";

    /// <summary>Length of the column, and more than any id format in use needs.</summary>
    private const int LengthMax = 64;

    internal static void UseCorrelation(this WebApplication app) => app.Use((http, next) =>
    {
        var sent = http.Request.Headers[Header].ToString();
        http.TraceIdentifier = sent.Length > 0 && IsValid(sent) ? sent : Guid.NewGuid().ToString();
        http.Response.Headers[Header] = http.TraceIdentifier;
        return next(http);
    });

    /// <summary>Visible ASCII characters, at most 64 of them.</summary>
    internal static bool IsValid(string cid) => cid.Length <= LengthMax && !cid.AsSpan().ContainsAnyExceptInRange('!', '~');
}
