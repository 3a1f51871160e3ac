namespace ForceOps.Tool.Service;

/// <summary>Speaks HTTP to programs on this machine or near it.</summary>
internal static class NearbyHttp
{
    /// <summary>
    /// Makes a client without cookies, which would make one call depend on another, and without a proxy: one of the environment would be
    /// asked for the loopback.
    /// </summary>
    internal static HttpClient NewClient(TimeSpan timeout, bool followsRedirects = false) =>
        new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = followsRedirects }) { Timeout = timeout };

    /// <summary>Reads an absolute address of HTTP; null when the text is none.</summary>
    internal static Uri? AddressOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : null;
}
