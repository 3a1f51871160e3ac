using Microsoft.AspNetCore.Http.Metadata;

namespace ForceOps.Api.Http;

/// <summary>
/// Keeps a request's body in memory, so that it can be read twice: a signature covers the body and is checked before anything is
/// parsed, and a fault rule may ask for facts of the body before the gate reads it. The framework's own buffering is not used, since
/// it writes long bodies to disk, and a body may hold a card number.
/// </summary>
internal static class BufferedBody
{
    /// <summary>
    /// Reads the exact bytes of the body and makes them readable once more; null when there are more bytes than allowed.
    /// </summary>
    internal static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int bytesMax)
    {
        if (request.ContentLength > bytesMax)
            return null;
        var bytes = new byte[(int)(request.ContentLength ?? bytesMax) + 1];
        request.HttpContext.Response.OnCompleted(() =>
        {
            Array.Clear(bytes);
            return Task.CompletedTask;
        });
        var length = 0;
        while (length < bytes.Length && await request.Body.ReadAsync(
            bytes.AsMemory(length), request.HttpContext.RequestAborted) is var read and > 0)
            length += read;
        if (length > bytesMax)
            return null;
        request.Body = new MemoryStream(bytes, 0, length, writable: false);
        return bytes.AsMemory(0, length);
    }
}

/// <summary>Tells bodies that are sent as they are from those with a content coding, such as gzip, which no route takes.</summary>
internal static class ContentCoding
{
    /// <summary>The content coding that changes nothing.</summary>
    private const string Identity = "identity";

    /// <summary>
    /// Returns true when the body has a content coding; the answer then names the coding that is taken, as a 415 for this reason does
    /// (RFC 9110 section 15.5.16). An empty header is an absent one.
    /// </summary>
    internal static bool IsRefused(HttpRequest request)
    {
        if (!request.Headers.TryGetSent("Content-Encoding", out var coding)
            || string.Equals(coding.ToString(), Identity, StringComparison.OrdinalIgnoreCase))
            return false;
        request.HttpContext.Response.Headers.AcceptEncoding = Identity;
        return true;
    }
}

/// <summary>
/// Makes every route accept any media type, so that the accepted types only describe the route in its document. Otherwise routing
/// would answer 415 by itself, before the tenant is checked and without the route's name in the log.
/// </summary>
internal static class MediaTypes
{
    internal const string Any = "*/*";

    internal static void CheckMediaTypesInside(this RouteGroupBuilder group) => ((IEndpointConventionBuilder)group).Finally(endpoint =>
    {
        for (var i = 0; i < endpoint.Metadata.Count; i++)
        {
            if (endpoint.Metadata[i] is IAcceptsMetadata accepts)
                endpoint.Metadata[i] = new AcceptsMetadata([.. accepts.ContentTypes, Any], accepts.RequestType, accepts.IsOptional);
        }
    });
}
