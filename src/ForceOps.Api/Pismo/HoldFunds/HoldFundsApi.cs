using ForceOps.Api.Http;
using ForceOps.Api.Journal;

namespace ForceOps.Api.Pismo.HoldFunds;

/// <summary>Maps the routes of hold funds, with their examples.</summary>
internal static class HoldFundsApi
{
    private const string Posted = """{"authorization_id":31812830,"tracking_id":"a7c5e7a0-6f0b-4f39-9d0f-7b0a4f3d9c11","event_date":"2022-02-02T14:05:51.688Z"}""";

    private static readonly RequestExamples Block = new(("Hold funds", """
        {"tracking_id":"a7c5e7a0-6f0b-4f39-9d0f-7b0a4f3d9c11","account_id":1234,"amount":10.00,"processing_code":"200001","descriptor":"Court order 17"}
        """));

    private static readonly RequestExamples Unblock = new(
        ("In part, of the oldest holds", """
            {"tracking_id":"b1c5e7a0-6f0b-4f39-9d0f-7b0a4f3d9c12","account_id":1234,"amount":4.00,"processing_code":"200011"}
            """),
        ("Of one hold", """
            {"tracking_id":"b2c5e7a0-6f0b-4f39-9d0f-7b0a4f3d9c13","original_tracking_id":"a7c5e7a0-6f0b-4f39-9d0f-7b0a4f3d9c11","account_id":1234,"amount":4.00,"processing_code":"200011"}
            """));

    private static readonly RequestExamples Transfer = new(
        ("To a third party", """
            {"tracking_id":"c1c5e7a0-6f0b-4f39-9d0f-7b0a4f3d9c14","account_id":1234,"amount":5.00,"processing_code":"200002"}
            """),
        ("Of one hold, to an account", """
            {"tracking_id":"c2c5e7a0-6f0b-4f39-9d0f-7b0a4f3d9c15","original_tracking_id":"a7c5e7a0-6f0b-4f39-9d0f-7b0a4f3d9c11","account_id":1234,"amount":5.00,"processing_code":"200002","to":{"account":{"id":2417}}}
            """));

    private static readonly RequestExamples Cancel = new(("In part", """
        {"tracking_id":"d1c5e7a0-6f0b-4f39-9d0f-7b0a4f3d9c16","original_tracking_id":"c1c5e7a0-6f0b-4f39-9d0f-7b0a4f3d9c14","account_id":1234,"amount":2.00,"processing_code":"200012"}
        """));

    /// <param name="payments">The group of the payment routes.</param>
    /// <param name="fails">States the refusals that every Pismo route with a body has.</param>
    internal static void Map(IEndpointRouteBuilder payments, Func<RouteHandlerBuilder, RouteHandlerBuilder> fails)
    {
        // The tracking id is required, so the examples take one that is new from the time of the operation before.
        var hold = new Predecessor(PismoDialect.Document, "holdFunds");
        Describe(
            fails(payments.MapPost("/v1/payments/hold-funds/block", BlockEndpoint.PostAsync)).WithMetadata(new MovesMoney("hold_funds")).Describe(
                "holdFunds", "Hold funds", "Holds an amount on an account: it stays in the balance and is no longer available.")
                .Takes<BlockRequest>(Block)
                .After(new Predecessor(PismoDialect.Document, "forceOperation", Takes: new Taken("/event_date", "/tracking_id"))),
            StatusCodes.Status201Created, "The amount is held.");
        Describe(
            fails(payments.MapPost("/v1/payments/hold-funds/unblock", UnblockEndpoint.PostAsync)).WithMetadata(new MovesMoney("release_hold")).Describe(
                "releaseHeldFunds", "Release held funds", "Makes held money available again, in whole or in part.")
                .Takes<UnblockRequest>(Unblock).After(hold),
            StatusCodes.Status200OK, "The amount is available again.", "No such hold exists on the account.");
        Describe(
            fails(payments.MapPost("/v1/payments/hold-funds/transfer", TransferHeldEndpoint.PostAsync)).WithMetadata(new MovesMoney("transfer_hold")).Describe(
                "transferHeldFunds", "Transfer held funds", "Takes held money out of the account, to a third party or to another account.")
                .Takes<TransferHeldRequest>(Transfer)
                .After(hold with { Takes = [new Taken("/event_date", "/tracking_id")] }),
            StatusCodes.Status201Created, "The transfer is posted.", "No such hold exists on the account.");
        Describe(
            fails(payments.MapPost("/v1/payments/hold-funds/transfer/cancel", CancelTransferHeldEndpoint.PostAsync)).WithMetadata(new MovesMoney("cancel_hold_transfer", IsCancel: true)).Describe(
                "cancelHeldFundsTransfer", "Cancel transfer of held funds", "Gives transferred money back and holds it again, in whole or in part.")
                .Takes<CancelTransferHeldRequest>(Cancel)
                .After(new Predecessor(
                    PismoDialect.Document, "transferHeldFunds", Takes: new Taken("/tracking_id", "/original_tracking_id"))),
            StatusCodes.Status200OK, "The cancellation is posted.", "No such transfer exists on the account.");
    }

    /// <summary>Copies the values that the request journal may keep from a body; returns null for a body of other routes.</summary>
    internal static RecordedBody? Recorded(object body) => body is not HoldFundsRequest request ? null : new()
    {
        TrackingId = request.TrackingId,
        AccountId = RecordedNumber.Of(request.AccountId),
        Amount = RecordedNumber.Of(request.Amount),
        ProcessingCode = request.ProcessingCode,
        AuthorizationId = RecordedNumber.Of((request as EarlierHoldRequest)?.AuthorizationId),
        OriginalTrackingId = (request as EarlierHoldRequest)?.OriginalTrackingId,
        To = (request as TransferHeldRequest)?.To switch
        {
            { Account: { } account } => new("account", RecordedNumber.Of(account.Id)),
            { CustomInfo: not null } => new("custom_info", default),
            _ => default,
        },
        DescriptorLength = RecordedBody.LengthOf(request.Descriptor),
        MetadataBytes = RecordedBody.BytesOf(request.Metadata?.Json),
    };

    private static void Describe(RouteHandlerBuilder route, int status, string done, string? notFound = null)
    {
        route.Answers(status, typeof(PostedResponse), done, Posted)
            .Answers(202, typeof(DelayedResponse), PismoApi.Delayed, PismoExamples.Delayed)
            .Answers(409, typeof(DuplicateResponse), PismoApi.InUse, PismoExamples.Duplicate, headers: PismoHeaders.InUse);
        if (notFound is not null)
            route.Answers(404, typeof(PismoErrorResponse), notFound, PismoErrors.Of(LedgerError.AuthorizationNotFound).Example);
    }
}
