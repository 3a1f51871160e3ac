using ForceOps.Api.Hosting;
using ForceOps.Postgres;

namespace ForceOps.Api.Pismo;

/// <summary><c>POST /payments/v1/payments/force/cancel</c> (Pismo, post-payments-v1-force-cancel).</summary>
internal static class CancelForceEndpoint
{
    private static readonly CancelForceValidator Validator = new();

    internal static async Task<IResult> PostAsync(HttpContext http, PismoGate gate, LedgerWriter writer, PismoAnswers answers, TimeProvider clock)
    {
        var (call, body, error) = await gate.AdmitAsync<CancelForceBody>(http);
        if (body is null)
            return error!;
        if (FieldErrors.Of(Validator.Validate(body)) is { } fields)
            return fields;
        var operation = ToOperation(body, call, clock);
        return answers.Of(
            http, await writer.PostAsync(call.Org, operation),
            accepted => JsonAnswer.Of(answers.Posted(accepted), PismoJson.Default.PostedAnswer),
            answers.CanceledBefore);
    }

    private static CancelForce ToOperation(CancelForceBody body, PismoCall call, TimeProvider clock) => new()
    {
        TrackingId = body.TrackingId is { } trackingId ? TrackingId.Parse(trackingId) : TrackingId.Make(clock.GetUtcNow()),
        AuthorizationId = body.AuthorizationId,
        OriginalTrackingId = body.OriginalTrackingId is { } original ? TrackingId.Parse(original) : null,
        Amount = body.Amount is { } amount ? Amount.Create(amount) : null,
        CancelFees = body.CancelFees ?? false,
        OnlyAccount = call.OnlyAccount,
        Descriptor = Descriptor.Clean(body.Descriptor),
        Metadata = body.Metadata?.Json,
        InTimeline = call.InTimeline,
        Delay = call.Delay,
        Cid = call.Cid,
    };
}
