using ForceOps.Api.Bluefin.Auth;
using ForceOps.Api.Hosting;
using ForceOps.Postgres;
using ForceOps.Postgres.Model;

namespace ForceOps.Api.Bluefin;

/// <summary><c>POST /api/v4/accounts/{accountId}/payments/force</c> (PayConex, processforce).</summary>
internal static class ForceEndpoint
{
    private static readonly ForceValidator Validator = new();

    internal static async Task<IResult> PostAsync(
        HttpContext http, string accountId, BluefinGate gate, LedgerWriter writer, Attempts attempts, IdBlocks ids, TimeProvider clock)
    {
        var (call, body, error) = await gate.AdmitAsync<ForceBody>(http, accountId, BluefinScopes.Force);
        if (body is null)
            return error!;
        if (BluefinErrors.Of(Validator.Validate(body)) is { } fields)
            return fields;
        var amount = Amount.Create(decimal.Parse(body.Amounts!.Total!));
        if (body.TransactionId is { } named)
        {
            var key = TransactionId.Key(call, named);
            var before = await attempts.FindAsync(call.Org, key, http.RequestAborted);
            if (before is { Declined: true })
                return BluefinErrors.TransactionIdUsed();
            var facts = FactsOf(body, BluefinJson.Read(before?.Metadata), clock);
            return Declines.Includes(amount.Value)
                ? await DeclineAsync(call, key, amount, facts, attempts, ids, clock) ?? BluefinErrors.TransactionIdUsed()
                : AnswerOf(await PostAsync(writer, call, key, amount, facts)) ?? BluefinErrors.TransactionIdUsed();
        }
        // An id of ours may have been taken by a client that made one up: the next one then.
        while (true)
        {
            var facts = FactsOf(body, new PaymentFacts(), clock);
            var key = TransactionId.Key(call, TransactionId.Write(await ids.NextAsync(http.RequestAborted)));
            var answer = Declines.Includes(amount.Value)
                ? await DeclineAsync(call, key, amount, facts, attempts, ids, clock)
                : AnswerOf(await PostAsync(writer, call, key, amount, facts));
            if (answer is not null)
                return answer;
        }
    }

    private static Task<WriteResult> PostAsync(LedgerWriter writer, BluefinCall call, TrackingId key, Amount amount, PaymentFacts facts) =>
        writer.PostAsync(call.Org, new Force
        {
            TrackingId = key,
            Channel = Channel.Bluefin,
            AccountId = call.AccountId,
            Amount = amount,
            ProcessingCode = MerchantCodes.Sale,
            Currency = Currency.Usd,
            Metadata = BluefinJson.Write(facts),
            Cid = call.Cid,
        });

    /// <summary>Null when the transaction id is in use.</summary>
    private static IResult? AnswerOf(WriteResult result) => result.Outcome switch
    {
        null => BluefinErrors.Of(result.Refusal),
        Outcome.Accepted accepted => TypedResults.Json(Payments.Forced(accepted.Authorization), BluefinJson.Default.PaymentAnswer),
        Outcome.Duplicate => null,
        Outcome.Rejected rejected => BluefinErrors.Of(rejected.Error),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Null when the transaction id is in use.</summary>
    private static async Task<IResult?> DeclineAsync(
        BluefinCall call, TrackingId key, Amount amount, PaymentFacts facts, Attempts attempts, IdBlocks ids, TimeProvider clock)
    {
        var attempt = new AttemptRow
        {
            Id = await ids.NextAsync(CancellationToken.None),
            TrackingId = key.Text,
            Channel = StoredText.Of(Channel.Bluefin),
            AccountId = call.AccountId,
            Declined = true,
            Amount = amount.Value,
            Currency = Currency.Usd.Code,
            Metadata = BluefinJson.Write(facts),
            CreatedAt = clock.GetUtcNow(),
        };
        return await attempts.AddAsync(call.Org, attempt, CancellationToken.None)
            ? TypedResults.Json(Payments.Of(attempt), BluefinJson.Default.PaymentAnswer)
            : null;
    }

    /// <param name="init">What was said with init: it holds unless the force says it anew.</param>
    private static PaymentFacts FactsOf(ForceBody body, PaymentFacts init, TimeProvider clock) => new()
    {
        AuthCode = body.AuthCode,
        PosProfile = body.PosProfile,
        Name = CardNumbers.Hide(body.Customer?.Name) ?? init.Name ?? TestCard.Name,
        Last4 = TestCard.Last4,
        Expiry = TestCard.Expiry,
        Brand = TestCard.Brand,
        TokenHash = TestCard.HashOf(body),
        Description = CardNumbers.Hide(body.Description) ?? init.Description,
        Init = init.Init,
        Transaction = TraceEntry.Make("transaction", clock),
    };
}
