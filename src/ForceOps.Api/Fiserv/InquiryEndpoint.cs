using ForceOps.Api.Hosting;
using ForceOps.Api.Hosting.Journal;
using ForceOps.Postgres;

namespace ForceOps.Api.Fiserv;

/// <summary><c>POST /payments/v1/transaction-inquiry</c>: what became of a transaction or an order.</summary>
internal static class InquiryEndpoint
{
    private static readonly InquiryValidator Validator = new();

    internal static async Task<IResult> PostAsync(HttpContext http, FiservGate gate, References references, Attempts attempts, Transactions transactions)
    {
        var (call, body, error) = await gate.AdmitAsync<InquiryBody>(http);
        if (body is null)
            return error!;
        if (FiservErrors.Of(Validator.Validate(body), call) is { } fields)
            return fields;
        var account = MerchantAccount.Of(body.MerchantDetails!.MerchantId!);
        var reference = body.ReferenceTransactionDetails!;
        IReadOnlyList<TransactionAnswer> answers =
            [.. (await references.FindAsync(call.Org, account, reference)).Select(transactions.Now)];
        if (answers.Count == 0 && await DeclinedAsync(call, account, reference, attempts) is { } declined)
            answers = [transactions.Declined(declined)];
        if (answers.Count == 0)
            JournalEntry.Of(http)?.Failed(JournalCheck.Lookup);
        return answers.Count == 0
            ? FiservErrors.Of(LedgerError.AuthorizationNotFound, call, FiservErrors.Step.Inquiry)
            : JsonAnswer.Of(answers, FiservJson.Default.IReadOnlyListTransactionAnswer, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<ForceOps.Postgres.Model.AttemptRow?> DeclinedAsync(
        FiservCall call, long account, ReferenceBody reference, Attempts attempts)
    {
        var id = reference.ReferenceTransactionId is { } transaction ? FiservId.TransactionOf(transaction)
            : reference.ReferenceOrderId is { } order ? FiservId.OrderOf(order)
            : null;
        var found = id is { } known ? await attempts.FindAsync(call.Org, known)
            : reference.ReferenceClientRequestId is { } requestId ? await attempts.FindAsync(call.Org, FiservKey.Of(account, requestId))
            : null;
        return found?.AccountId == account && StoredText.ToChannel(found.Channel) == Channel.Fiserv ? found : null;
    }
}
