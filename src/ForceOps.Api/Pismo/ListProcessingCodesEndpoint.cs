using System.Globalization;
using ForceOps.Api.Http;
using ForceOps.Postgres.Orgs;
using Microsoft.OpenApi;

namespace ForceOps.Api.Pismo;

/// <summary>
/// Handles <c>GET /orgs-operation/v1/processing-codes</c>: lists the org's processing codes page by page (Pismo, processingcodelist, for
/// the path, the query and next_cursor).
/// </summary>
internal static class ListProcessingCodesEndpoint
{
    /// <summary>The most codes of one page (processingcodelist). It is also the number when the request names none.</summary>
    private const int LimitMax = 100;

    internal static readonly RequestQueries Queries = new(
        new("nextCursor", "The next_cursor of the page before; the first page when absent."),
        new("limit", "The most codes of the page.")
        { Type = JsonSchemaType.Integer, Format = "int32", Minimum = 1, Maximum = LimitMax, Default = LimitMax });

    internal static async Task<IResult> GetAsync(HttpContext http, PismoGate gate, ProcessingCodes codes)
    {
        var (call, error) = await gate.AdmitAsync(http, TokenReach.Org);
        if (error is not null)
            return error;
        var (query, limit) = (http.Request.Query, LimitMax);
        if (query.TryGetValue("limit", out var sent)
            && !(int.TryParse(sent.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is > 0 and <= LimitMax))
            return PismoErrors.Field("limit", $"must be 1 to {LimitMax}");
        var after = query["nextCursor"].ToString();
        if (after.Length > 0 && !ProcessingCode.TryParse(after, out _))
            return PismoErrors.Field("nextCursor", "must be the next_cursor of the page before");
        var found = await codes.ListAsync(call.Org, after, limit + 1);
        return JsonResponse.Of(ProcessingCodeListResponse.Of(found, limit), PismoJson.Default.ProcessingCodeListResponse);
    }
}

/// <summary>Answers with one page of processing codes, in the form of Pismo's lists with a cursor.</summary>
/// <param name="HasNext">True when another page follows.</param>
/// <param name="NextCursor">The cursor of the next page; null on the last page.</param>
/// <param name="Count">The number of codes of this page.</param>
/// <param name="Items">The codes, in the order of their names.</param>
internal sealed record ProcessingCodeListResponse(bool HasNext, string? NextCursor, int Count, IReadOnlyList<ListedProcessingCode> Items)
{
    /// <summary>Makes a page of what was found, which has one code more than the page when another page follows.</summary>
    internal static ProcessingCodeListResponse Of(IReadOnlyList<ListedCode> found, int limit)
    {
        var hasNext = found.Count > limit;
        var items = found.Take(limit).Select(ListedProcessingCode.Of).ToList();
        return new(hasNext, hasNext ? items[^1].ProcessingCode : null, items.Count, items);
    }
}
