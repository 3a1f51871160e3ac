using System.Text.Json;

namespace ForceOps.Api.Hosting;

/// <summary>
/// A dialect whose requests can be made to fail: where its requests name their org, and what they say of themselves. Asked before any
/// gate, so nothing here is proved yet.
/// </summary>
internal interface IEmulatedApi : IDialect
{
    /// <summary>The org that the request names; null when it names none that a gate would let pass.</summary>
    ValueTask<OrgId?> OrgOfAsync(HttpContext http);

    /// <param name="request">For path and headers.</param>
    /// <param name="body">Undefined for a request that has none.</param>
    RequestFacts FactsOf(HttpRequest request, JsonElement body);

    /// <summary>400 in the dialect's words, for a header of ours that cannot be read.</summary>
    IResult RefuseHeader(string header, string message);

    /// <summary>In the dialect's words for 403 when it is forbidden, otherwise for 401: the key of the sandbox for a header of ours.</summary>
    IResult RefuseKey(Refusal refusal, string message);
}
