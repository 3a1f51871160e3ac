using Microsoft.Extensions.Primitives;

namespace ForceOps.Api.Http;

/// <summary>Reads optional headers. An empty header is an absent one, as proxies and scripts with an unset variable send it.</summary>
internal static class SentHeaders
{
    /// <summary>Returns true, and the value, when the request has the header and the header is not empty.</summary>
    internal static bool TryGetSent(this IHeaderDictionary headers, string name, out StringValues value) =>
        headers.TryGetValue(name, out value) && !StringValues.IsNullOrEmpty(value);
}
