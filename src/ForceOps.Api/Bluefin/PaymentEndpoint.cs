using ForceOps.Api.Http;
using ForceOps.Postgres.Reads;

namespace ForceOps.Api.Bluefin;

/// <summary>Handles <c>GET …/payments/{transactionId}</c>: shows a transaction in its current state.</summary>
internal static class PaymentEndpoint
{
    internal static async Task<IResult> GetAsync(
        HttpContext http, string accountId, string transactionId, BluefinGate gate, CardPostings postings, Attempts attempts,
        Payments payments)
    {
        var (call, error) = await gate.AdmitAsync(http, accountId, BluefinScopes.Read);
        if (error is not null)
            return error;
        if (!TransactionId.IsValid(transactionId))
            return BluefinErrors.Field("transactionId", "must be 12 digits");
        var key = TransactionId.Key(call, transactionId);
        if (await postings.FindAsync(call.Org, Channel.Bluefin, call.AccountId, key) is { } posting)
            return JsonResponse.Of(payments.Now(posting), BluefinJson.Default.PaymentResponse);
        return await attempts.FindAsync(call.Org, key) is { } attempt
            ? JsonResponse.Of(Payments.Of(attempt), BluefinJson.Default.PaymentResponse)
            : BluefinErrors.NotFound(transactionId);
    }
}
