using ForceOps.Api.Hosting;
using ForceOps.Postgres;

namespace ForceOps.Api.Pismo;

/// <summary><c>POST /payments/v1/payments/force</c> (Pismo, post-payments-v1-force).</summary>
internal static class ForceEndpoint
{
    private static readonly ForceValidator Validator = new();

    internal static async Task<IResult> PostAsync(HttpContext http, PismoGate gate, LedgerWriter writer, PismoAnswers answers, TimeProvider clock)
    {
        var (call, body, error) = await gate.AdmitAsync<ForceBody>(http);
        if (body is null)
            return error!;
        if (FieldErrors.Of(Validator.Validate(body)) is { } fields)
            return fields;
        if (call.AccountId is { } account && account != body.AccountId)
            return PismoErrors.Field("x-account-id", "names another account than the body");
        if (call.OnlyAccount is { } own && own != body.AccountId)
            return PismoErrors.Of(Refusal.Forbidden);
        var operation = ToOperation(body, call, clock);
        return answers.Of(http, await writer.PostAsync(call.Org, operation), accepted => JsonAnswer.Of(
            answers.Posted(accepted), PismoJson.Default.PostedAnswer, statusCode: StatusCodes.Status201Created));
    }

    private static Force ToOperation(ForceBody body, PismoCall call, TimeProvider clock) => new()
    {
        TrackingId = body.TrackingId is { } trackingId ? TrackingId.Parse(trackingId) : TrackingId.Make(clock.GetUtcNow()),
        AccountId = body.AccountId!.Value,
        Amount = Amount.Create(body.Amount!.Value),
        ProcessingCode = ProcessingCode.Parse(body.ProcessingCode!),
        Currency = body.Currency is { } currency ? Currency.Parse(currency) : null,
        Descriptor = Descriptor.Clean(body.Descriptor),
        Metadata = body.Metadata?.Json,
        Original = body.OriginalAuthorization is { } original
            ? new OriginalAuthorization(original.Id!.Value, OnNetwork: string.Equals(original.Type, "NETWORK", StringComparison.Ordinal))
            : null,
        ValueDate = body.EffectiveDate is { } text && Rfc3339.TryParse(text, out var date) ? date : null,
        InTimeline = call.InTimeline,
        Delay = call.Delay,
        Cid = call.Cid,
    };
}
