using Microsoft.AspNetCore.Http.Metadata;

namespace ForceOps.Api.Hosting;

/// <summary>
/// What a route accepts is for its document only: routing would answer 415 by itself, before the tenant is looked at and without
/// the route's name in the log.
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
