using ForceOps.Api.Hosting;
using ForceOps.Postgres;

namespace ForceOps.Api.Pismo;

/// <summary><c>POST /payments/v1/payments</c> (Pismo, post-payments-v1-payments).</summary>
internal static class TransferEndpoint
{
    private static readonly TransferValidator Validator = new();

    internal static async Task<IResult> PostAsync(HttpContext http, PismoGate gate, LedgerWriter writer, PismoAnswers answers, TimeProvider clock)
    {
        var (call, body, error) = await gate.AdmitAsync<TransferBody>(http);
        if (body is null)
            return error!;
        if (FieldErrors.Of(Validator.Validate(body)) is { } fields)
            return fields;
        var (giver, taker) = (body.Giver!, body.Taker!);
        if (call.AccountId is { } account && (giver.Account ?? taker.Account) is not null && account != giver.Account?.Id && account != taker.Account?.Id)
            return PismoErrors.Field("x-account-id", "names another account than the body");
        // An account's token spends from that account, or brings money in to it; it never reaches into another one.
        if (call.OnlyAccount is { } own && own != (giver.IsInTheBooks ? giver.Account?.Id : taker.Account?.Id))
            return PismoErrors.Of(Hosting.Refusal.Forbidden);
        var operation = ToOperation(body, call, clock);
        return answers.Of(http, await writer.PostAsync(call.Org, operation), accepted => JsonAnswer.Of(
            answers.Transferred(accepted), PismoJson.Default.TransferAnswer, statusCode: StatusCodes.Status201Created));
    }

    private static Transfer ToOperation(TransferBody body, PismoCall call, TimeProvider clock) => new()
    {
        TrackingId = body.TrackingId is { } trackingId ? TrackingId.Parse(trackingId) : TrackingId.Make(clock.GetUtcNow()),
        From = ToParty(body.Giver!),
        To = ToParty(body.Taker!),
        Amount = Amount.Create(body.Amount!.Value),
        Currency = body.Currency is { } currency ? Currency.Parse(currency) : null,
        DebitCode = ToCode(body.Giver!),
        CreditCode = ToCode(body.Taker!),
        Descriptor = Descriptor.Clean(body.Descriptor),
        Metadata = body.Metadata?.Json,
        InTimeline = call.InTimeline,
        Delay = call.Delay,
        AcquirerAnswer = call.AcquirerAnswer,
        Cid = call.Cid,
    };

    private static TransferParty ToParty(PartyBody party) => party switch
    {
        { Account.Id: { } id } => new TransferParty.Customer(id),
        { Merchant.Id: { } id } => new TransferParty.Merchant(id),
        { Card.Id: { } id } => new TransferParty.Card(id),
        { CustomInfo: { } info } => new TransferParty.Outside(info.Type!, info.ExternalId!),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static ProcessingCode? ToCode(PartyBody party) => party.ProcessingCode is { } code ? ProcessingCode.Parse(code) : null;
}
