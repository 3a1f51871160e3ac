using ForceOps.Api.Http;
using ForceOps.Api.Journal;
using ForceOps.Postgres.Orgs;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Schema;
using ForceOps.Postgres.Writing;

namespace ForceOps.Api.Fiserv;

/// <summary>Posts or declines a valid forced post, once for each request id.</summary>
internal sealed class ForcedPosts(
    LedgerWriter writer, Attempts attempts, TrialDecisions trials, CardDeclines declines, Transactions transactions, OrgClocks clocks)
{
    internal async Task<IResult> PostAsync(HttpContext http, FiservCall call, ForcedPostRequest body)
    {
        var account = MerchantAccount.Of(body.MerchantDetails!.MerchantId!);
        var key = FiservKey.Of(account, call.ClientRequestId);
        var facts = StoredTransaction.Of(body, call);
        var amount = Amount.Create(body.Amount!.Total!.Value);
        var currency = Currency.Parse(body.Amount.Currency!);
        var metadata = FiservJson.Write(facts);
        if (await attempts.FindAsync(call.Org, key) is { } declined)
            return Repeated(http, declined, amount, currency, metadata);
        var force = new Force
        {
            TrackingId = key,
            Channel = Channel.Fiserv,
            AccountId = account,
            Amount = amount,
            ProcessingCode = MerchantCodes.Sale,
            Currency = currency,
            Metadata = metadata,
            CorrelationId = call.Cid,
        };
        return facts.DeclineCode is null && facts.ErrorCode is null
            ? AnswerOf(http, await writer.PostAsync(call.Org, force), metadata)
            : await DeclineAsync(http, call, force);
    }

    private IResult AnswerOf(HttpContext http, WriteResult result, string metadata)
    {
        RecordedRequest.Of(http)?.Note(result);
        return result.Outcome switch
        {
            null => FiservErrors.Of(result.Refusal),
            Outcome.Accepted accepted => Created(transactions.Forced(accepted.Authorization)),
            Outcome.Duplicate repeat when IsSame(repeat, metadata) => Created(transactions.Forced(repeat.Earlier)),
            Outcome.Duplicate or Outcome.TakenByDelayed => FiservErrors.UsedForAnother(),
            Outcome.Rejected rejected => FiservErrors.Of(rejected.Error, FiservErrors.Step.Force),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static bool IsSame(Outcome.Duplicate repeat, string metadata) => repeat.Difference == RequestFields.None
        || (repeat.Difference == RequestFields.Metadata && FiservJson.AreSame(repeat.Earlier.Metadata!, metadata));

    private async Task<IResult> DeclineAsync(HttpContext http, FiservCall call, Force force)
    {
        // What the ledger would refuse is refused here too: the processor declines only what reaches it.
        if (await trials.RefusalOfAsync(call.Org, force) is { } refused)
        {
            RecordedRequest.Of(http)?.Note(refused);
            return FiservErrors.Of(refused.Error, FiservErrors.Step.Force);
        }
        var now = await clocks.NowAsync(call.Org);
        if (await declines.StoreAsync(call.Org, force, now) is { } attempt)
            return Declined(http, attempt);
        return await attempts.FindAsync(call.Org, force.TrackingId) is { } first
            ? Repeated(http, first, force.Amount, force.Currency!, force.Metadata!)
            : FiservErrors.UsedForAnother();
    }

    private IResult Repeated(HttpContext http, AttemptRow first, Amount amount, Currency currency, string metadata)
    {
        RecordedRequest.Of(http)?.Failed(FailedCheck.TrackingId);
        return first.Amount == amount.Value && string.Equals(first.Currency, currency.Code, StringComparison.Ordinal)
            && FiservJson.AreSame(first.Metadata!, metadata)
            ? Declined(http, first)
            : FiservErrors.UsedForAnother();
    }

    private IResult Declined(HttpContext http, AttemptRow attempt)
    {
        var answer = transactions.Declined(attempt);
        if (FiservJson.Read(attempt.Metadata).ErrorCode is { } code)
            return Refused(http, answer.GatewayResponse, FiservErrors.Requested(Transactions.ThreeDigits(code)));
        RecordedRequest.Of(http)?.Declined();
        return Created(answer);
    }

    /// <summary>Makes the 400 with an error that was asked for; it has the transaction's ids (page Test-Errors).</summary>
    private static IResult Refused(HttpContext http, GatewayResponse gateway, FiservErrorItem error)
    {
        RecordedRequest.Of(http)?.Refused(error.Code, []);
        return JsonResponse.Of(
            new FiservErrorResponse(gateway, [error]), FiservJson.Default.FiservErrorResponse,
            statusCode: StatusCodes.Status400BadRequest);
    }

    internal static IResult Created(TransactionResponse answer) =>
        JsonResponse.Of(answer, FiservJson.Default.TransactionResponse, statusCode: StatusCodes.Status201Created);
}
