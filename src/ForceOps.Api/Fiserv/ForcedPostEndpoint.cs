using ForceOps.Postgres;

namespace ForceOps.Api.Fiserv;

/// <summary><c>POST /payments/v1/forcedpost</c>, and <c>POST /payments/v1/charges</c> in its forced-post form.</summary>
internal static class ForcedPostEndpoint
{
    private static readonly ForcedPostValidator Validator = new();

    internal static async Task<IResult> PostAsync(HttpContext http, FiservGate gate, ForcedPosts posts)
    {
        var (call, body, error) = await gate.AdmitAsync<ForcedPostBody>(http);
        return body is null ? error! : await AnswerAsync(http, call, body, posts);
    }

    /// <summary>A charge that carries an approval code is a forced post; what else a charge may be is not emulated.</summary>
    internal static async Task<IResult> PostChargeAsync(HttpContext http, FiservGate gate, ForcedPosts posts)
    {
        var (call, body, error) = await gate.AdmitAsync<ForcedPostBody>(http);
        if (body is null)
            return error!;
        var isForced = body.ReferenceTransactionDetails is null && body.TransactionDetails is { CaptureFlag: not false, ApprovalCode.Length: > 0 };
        return isForced ? await AnswerAsync(http, call, body, posts) : FiservErrors.NotEmulated(call);
    }

    private static async Task<IResult> AnswerAsync(HttpContext http, FiservCall call, ForcedPostBody body, ForcedPosts posts) =>
        FiservErrors.Of(Validator.Validate(body), call) is { } fields ? fields : await posts.PostAsync(http, call, body);
}
