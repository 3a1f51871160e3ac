namespace ForceOps.Api.Http;

/// <summary>
/// Lets routes that take GET take HEAD too (RFC 9110 section 9.3.2). The handler runs as for GET, and the web server sends the
/// headers without the body.
/// </summary>
internal static class HeadRequests
{
    internal static void AnswerHead(this IEndpointConventionBuilder routes) => routes.Finally(endpoint =>
    {
        for (var i = 0; i < endpoint.Metadata.Count; i++)
        {
            if (endpoint.Metadata[i] is IHttpMethodMetadata { HttpMethods: ["GET"] })
                endpoint.Metadata[i] = new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]);
        }
    });
}
