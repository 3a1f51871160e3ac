using ForceOps.Api.Bluefin.Auth;
using ForceOps.Api.Hosting;
using ForceOps.Api.Hosting.Journal;
using ForceOps.Postgres;
using ForceOps.Postgres.Model;

namespace ForceOps.Api.Bluefin;

/// <summary><c>POST /api/v4/accounts/{accountId}/payments/force</c> (PayConex, processforce).</summary>
internal static class ForceEndpoint
{
    private static readonly ForceValidator Validator = new();

    internal static async Task<IResult> PostAsync(
        HttpContext http, string accountId, BluefinGate gate, LedgerWriter writer, Attempts attempts, IdBlocks ids, OrgClocks clocks)
    {
        var (call, body, error) = await gate.AdmitAsync<ForceBody>(http, accountId, BluefinScopes.Force);
        if (body is null)
            return error!;
        if (BluefinErrors.Of(Validator.Validate(body)) is { } fields)
            return fields;
        var amount = Amount.Create(decimal.Parse(body.Amounts!.Total!));
        var now = await clocks.NowAsync(call.Org);
        if (body.TransactionId is { } named)
        {
            var key = TransactionId.Key(call, named);
            var before = await attempts.FindAsync(call.Org, key);
            if (before is { Declined: true })
            {
                JournalEntry.Of(http)?.Failed(JournalCheck.TrackingId);
                return BluefinErrors.TransactionIdUsed();
            }
            var facts = FactsOf(body, BluefinJson.Read(before?.Metadata), now);
            return Declines.Includes(amount.Value)
                ? await DeclineAsync(http, call, key, amount, facts, attempts, ids, now) ?? BluefinErrors.TransactionIdUsed()
                : AnswerOf(http, await PostAsync(writer, call, key, amount, facts)) ?? BluefinErrors.TransactionIdUsed();
        }
        // An id of ours may have been taken by a client that made one up: the next one then.
        while (true)
        {
            var facts = FactsOf(body, new PaymentFacts(), now);
            var key = TransactionId.Key(call, TransactionId.Write(await ids.NextAsync()));
            var answer = Declines.Includes(amount.Value)
                ? await DeclineAsync(http, call, key, amount, facts, attempts, ids, now)
                : AnswerOf(http, await PostAsync(writer, call, key, amount, facts));
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
    private static IResult? AnswerOf(HttpContext http, WriteResult result)
    {
        JournalEntry.Of(http)?.Note(result);
        return result.Outcome switch
        {
            null => BluefinErrors.Of(result.Refusal),
            Outcome.Accepted accepted => JsonAnswer.Of(Payments.Forced(accepted.Authorization), BluefinJson.Default.PaymentAnswer),
            Outcome.Duplicate or Outcome.TakenByDelayed => null,
            Outcome.Rejected rejected => BluefinErrors.Of(rejected.Error),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Null when the transaction id is in use.</summary>
    private static async Task<IResult?> DeclineAsync(
        HttpContext http, BluefinCall call, TrackingId key, Amount amount, PaymentFacts facts, Attempts attempts, IdBlocks ids, DateTimeOffset now)
    {
        var attempt = new AttemptRow
        {
            Id = await ids.NextAsync(),
            TrackingId = key.Text,
            Channel = StoredText.Of(Channel.Bluefin),
            AccountId = call.AccountId,
            Declined = true,
            Amount = amount.Value,
            Currency = Currency.Usd.Code,
            Metadata = BluefinJson.Write(facts),
            CreatedAt = now,
        };
        if (!await attempts.AddAsync(call.Org, attempt))
            return null;
        JournalEntry.Of(http)?.Declined();
        return JsonAnswer.Of(Payments.Of(attempt), BluefinJson.Default.PaymentAnswer);
    }

    /// <param name="init">What was said with init: it holds unless the force says it anew.</param>
    private static PaymentFacts FactsOf(ForceBody body, PaymentFacts init, DateTimeOffset now) => new()
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
        Transaction = TraceEntry.Make("transaction", now),
    };
}
