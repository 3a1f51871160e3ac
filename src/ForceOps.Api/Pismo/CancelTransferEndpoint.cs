using ForceOps.Api.Hosting;
using ForceOps.Postgres;

namespace ForceOps.Api.Pismo;

/// <summary><c>POST /payments/v2/cancel</c> (Pismo, post-payments-v2-cancel).</summary>
internal static class CancelTransferEndpoint
{
    private static readonly CancelTransferValidator Validator = new();

    internal static async Task<IResult> PostAsync(HttpContext http, PismoGate gate, LedgerWriter writer, PismoAnswers answers, TimeProvider clock)
    {
        var (call, body, error) = await gate.AdmitAsync<CancelTransferBody>(http);
        if (body is null)
            return error!;
        if (FieldErrors.Of(Validator.Validate(body)) is { } fields)
            return fields;
        var operation = ToOperation(body, call, clock);
        return answers.Of(
            http, await writer.PostAsync(call.Org, operation),
            accepted => JsonAnswer.Of(PismoAnswers.TransferCanceled(accepted), PismoJson.Default.CancelTransferAnswer),
            PismoAnswers.TransferCanceledBefore);
    }

    private static CancelTransfer ToOperation(CancelTransferBody body, PismoCall call, TimeProvider clock) => new()
    {
        TrackingId = body.TrackingId is { } trackingId ? TrackingId.Parse(trackingId) : TrackingId.Make(clock.GetUtcNow()),
        AuthorizationId = body.AuthorizationId,
        OriginalTrackingId = body.OriginalTrackingId is { } original ? TrackingId.Parse(original) : null,
        Amount = Amount.Create(body.Amount!.Value),
        DebitCode = body.ProcessingCodes?.Debit is { } debit ? ProcessingCode.Parse(debit) : null,
        CreditCode = body.ProcessingCodes?.Credit is { } credit ? ProcessingCode.Parse(credit) : null,
        OnlyAccount = call.OnlyAccount,
        Descriptor = Descriptor.Clean(body.Descriptor),
        Metadata = body.Metadata?.Json,
        InTimeline = call.InTimeline,
        Delay = call.Delay,
        AcquirerAnswer = call.AcquirerAnswer,
        Cid = call.Cid,
    };
}
