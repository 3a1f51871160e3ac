using ForceOps.Api.Bluefin.Auth;
using ForceOps.Api.Hosting;
using ForceOps.Postgres;
using ForceOps.Postgres.Model;

namespace ForceOps.Api.Bluefin;

/// <summary><c>POST …/payments/init</c>: a transaction id that can be used once.</summary>
internal static class InitEndpoint
{
    private static readonly InitValidator Validator = new();

    internal static async Task<IResult> PostAsync(HttpContext http, string accountId, BluefinGate gate, Attempts attempts, IdBlocks ids, OrgClocks clocks)
    {
        var (call, body, error) = await gate.AdmitAsync<InitBody>(http, accountId, BluefinScopes.Init);
        if (body is null)
            return error!;
        if (BluefinErrors.Of(Validator.Validate(body)) is { } fields)
            return fields;
        var now = await clocks.NowAsync(call.Org);
        var facts = new PaymentFacts
        {
            Name = CardNumbers.Hide(body.Customer?.Name),
            Description = CardNumbers.Hide(body.Description),
            Init = TraceEntry.Make("init", now),
        };
        while (true)
        {
            var id = await ids.NextAsync();
            var attempt = new AttemptRow
            {
                Id = id,
                TrackingId = TransactionId.Key(call, TransactionId.Write(id)).Text,
                Channel = StoredText.Of(Channel.Bluefin),
                AccountId = call.AccountId,
                Metadata = BluefinJson.Write(facts),
                CreatedAt = now,
            };
            if (await attempts.AddAsync(call.Org, attempt))
                return JsonAnswer.Of(Payments.Of(attempt), BluefinJson.Default.PaymentAnswer, statusCode: StatusCodes.Status201Created);
        }
    }
}
