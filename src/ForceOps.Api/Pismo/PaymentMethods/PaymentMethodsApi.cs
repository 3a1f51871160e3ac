using ForceOps.Api.Http;

namespace ForceOps.Api.Pismo.PaymentMethods;

/// <summary>Maps the routes of the payment methods, version 2.</summary>
internal static class PaymentMethodsApi
{
    private const string Denied = "A denial is stored too and uses the tracking id up, unless an account does not exist.";
    private const string Repeated = "The same request was made before; this is the answer that it got then.";
    private const string NoSuchPayment = "No such authorization exists in the org.";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var methods = routes.MapGroup("/payment-methods/v2").WithGroupName(PismoDialect.Document).WithTags("Payment methods")
            .WithMetadata(PismoHeaders.All, BoundsItsWaits.Mark);
        methods.CheckMediaTypesInside();
        Answers(methods.MapPost("/payments", PaymentEndpoint.PostAsync)).WithMetadata(new MovesMoney("payment"))
            .Describe("createPayment", "Create cash-in or cash-out", "Moves money between an account and the outside world, with all checks of the account. The processing code decides the direction. With pre_authorization, the amount of a cash-out is held until it is confirmed or canceled. A repeat of the same request is answered 200 with the first authorization.")
            .Takes<PaymentRequest>(PaymentExamples.Payment)
            .After(new Predecessor(PismoDialect.Document, "forceOperation"))
            .Answers(201, typeof(PaymentResponse), $"The payment is posted, or denied. {Denied}", PaymentExamples.Paid);
        Answers(methods.MapPost("/transfers", PaymentTransferEndpoint.PostAsync)).WithMetadata(new MovesMoney("payment_transfer"))
            .Describe("createPaymentTransfer", "Create transfer", "Moves money between two accounts, with all checks of the accounts. A repeat of the same request is answered 200 with the first authorizations.")
            .Takes<PaymentTransferRequest>(PaymentExamples.Transfer)
            .After(
                new Predecessor(PismoDialect.Document, "forceOperation"),
                new Predecessor(PismoDialect.Document, "forceOperation", "Cashback credit"))
            .Answers(201, typeof(PaymentResponse), $"The transfer is posted, or denied. {Denied}", PaymentExamples.Transferred);
        Answers(methods.MapPost("/payments/confirm", ConfirmPaymentEndpoint.PostAsync)).WithMetadata(new MovesMoney("confirm_payment"))
            .Describe("confirmPayment", "Confirm pre-authorized cash-out", "Posts a pre-authorized payment, the whole, a part or more. What is held and not confirmed is available again. A repeat of the same request is answered 200 with the first confirmation.")
            .Takes<ConfirmPaymentRequest>(PaymentExamples.Confirm)
            .After(
                new Predecessor(PismoDialect.Document, "forceOperation"),
                new Predecessor(PismoDialect.Document, "createPayment", PaymentExamples.PreAuthorized, new Taken("/tracking_id", "/original_tracking_id")))
            .Answers(201, typeof(PaymentResponse), $"The confirmation is posted, or denied. {Denied}", PaymentExamples.Confirmed)
            .Answers(404, typeof(PismoErrorResponse), NoSuchPayment, PismoErrors.Of(LedgerError.AuthorizationNotFound).Example);
        Answers(methods.MapPost($"/payments/{{{ConfirmPaymentEndpoint.Parameter}}}/confirm", ConfirmPaymentEndpoint.PostAsync)).WithMetadata(new MovesMoney("confirm_payment"))
            .Describe("confirmPaymentById", "Confirm pre-authorized cash-out by its id", "Does the same as confirmPayment, with the authorization id of the pre-authorization in the path.")
            .WithMetadata(ConfirmPaymentEndpoint.Described)
            .Takes<ConfirmPaymentRequest>(PaymentExamples.ConfirmById)
            .After(
                new Predecessor(PismoDialect.Document, "forceOperation"),
                new Predecessor(PismoDialect.Document, "createPayment", PaymentExamples.PreAuthorizedToo, new Taken("/authorization_id", ConfirmPaymentEndpoint.Parameter)))
            .Answers(201, typeof(PaymentResponse), $"The confirmation is posted, or denied. {Denied}", PaymentExamples.Confirmed)
            .Answers(404, typeof(PismoErrorResponse), NoSuchPayment, PismoErrors.Of(LedgerError.AuthorizationNotFound).Example);
        Answers(methods.MapPost("/payments/cancel", CancelPaymentEndpoint.PostAsync)).WithMetadata(new MovesMoney("cancel_payment", IsCancel: true))
            .Describe("cancelPayment", "Cancel cash-in or cash-out", "Cancels a payment or a transfer of the payment methods, in full or in part; of a pre-authorization, what is held is available again. A repeat of the same request is answered 200 with the first cancellation.")
            .Takes<CancelPaymentRequest>(PaymentExamples.Cancel)
            .After(
                new Predecessor(PismoDialect.Document, "forceOperation"),
                new Predecessor(PismoDialect.Document, "createPayment", Takes: new Taken("/tracking_id", "/original_tracking_id")))
            .Answers(201, typeof(PaymentResponse), $"The cancellation is posted, or denied. {Denied}", PaymentExamples.Canceled)
            .Answers(404, typeof(PismoErrorResponse), NoSuchPayment, PismoErrors.Of(LedgerError.AuthorizationNotFound).Example);
        Answers(methods.MapPost("/transfers/cancel", CancelPaymentEndpoint.PostAsync)).WithMetadata(new MovesMoney("cancel_payment", IsCancel: true))
            .Describe("cancelPaymentTransfer", "Cancel transfer", "Does the same as cancelPayment, under the name of transfers.")
            .Takes<CancelPaymentRequest>(PaymentExamples.CancelTransfer)
            .After(
                new Predecessor(PismoDialect.Document, "forceOperation"),
                new Predecessor(PismoDialect.Document, "forceOperation", "Cashback credit"),
                new Predecessor(PismoDialect.Document, "createPaymentTransfer", Takes: new Taken("/tracking_id", "/original_tracking_id")))
            .Answers(201, typeof(PaymentResponse), $"The cancellation is posted, or denied. {Denied}", PaymentExamples.TransferCanceled)
            .Answers(404, typeof(PismoErrorResponse), NoSuchPayment, PismoErrors.Of(LedgerError.AuthorizationNotFound).Example);
    }

    /// <summary>States the answers that all these routes have.</summary>
    private static RouteHandlerBuilder Answers(RouteHandlerBuilder route) => PismoApi.Fails(route)
        .Answers(200, typeof(PaymentResponse), Repeated, PaymentExamples.Paid, headers: PismoHeaders.Replay)
        .Answers(202, typeof(DelayedResponse), PismoApi.Delayed, PismoExamples.Delayed)
        .Answers(409, typeof(DuplicateResponse), $"{PismoApi.InUse} This request is another one.", PismoExamples.Duplicate,
            headers: PismoHeaders.InUse);
}

/// <summary>Holds the sample requests and answers of the payment methods; the first request of each route works in a new org.</summary>
internal static class PaymentExamples
{
    internal const string PreAuthorized = "Pre-authorized cash-out";
    internal const string PreAuthorizedToo = "Another pre-authorized cash-out";

    internal static readonly RequestExamples Payment = new(
        ("Cash-in", """
            {"tracking_id":"4b0f7c1e-5d2a-4c69-9a0e-7f1b2c3d4e01","account_id":1234,"amount":25.00,"currency":"USD","processing_code":"100001","descriptor":"Deposit at the counter"}
            """),
        ("Cash-out", """
            {"tracking_id":"4b0f7c1e-5d2a-4c69-9a0e-7f1b2c3d4e02","account_id":1234,"amount":10.00,"processing_code":"100002","metadata":{"till":"7"}}
            """),
        (PreAuthorized, """
            {"tracking_id":"4b0f7c1e-5d2a-4c69-9a0e-7f1b2c3d4e10","account_id":1234,"amount":10.00,"processing_code":"100002","descriptor":"Hotel","pre_authorization":true}
            """),
        (PreAuthorizedToo, """
            {"tracking_id":"4b0f7c1e-5d2a-4c69-9a0e-7f1b2c3d4e11","account_id":1234,"amount":12.00,"processing_code":"100002","descriptor":"Rented car","pre_authorization":true}
            """),
        ("Cash-out that is denied", """
            {"tracking_id":"4b0f7c1e-5d2a-4c69-9a0e-7f1b2c3d4e03","account_id":1234,"amount":1000000.00,"processing_code":"100002"}
            """));

    internal static readonly RequestExamples Transfer = new(
        ("Account to account", """
            {"tracking_id":"4b0f7c1e-5d2a-4c69-9a0e-7f1b2c3d4e04","from":{"account_id":1234},"to":{"account_id":2417},"amount":10.50,"descriptor":"Share of the barbecue"}
            """),
        ("With processing codes", """
            {"tracking_id":"4b0f7c1e-5d2a-4c69-9a0e-7f1b2c3d4e05","from":{"account_id":1234,"processing_code":"100003"},"to":{"account_id":2417,"processing_code":"100004"},"amount":1.00,"currency":"USD"}
            """));

    internal static readonly RequestExamples Confirm = new(
        ("In part", """
            {"tracking_id":"4b0f7c1e-5d2a-4c69-9a0e-7f1b2c3d4e12","original_tracking_id":"4b0f7c1e-5d2a-4c69-9a0e-7f1b2c3d4e10","amount":8.00}
            """),
        ("The whole", """
            {"tracking_id":"4b0f7c1e-5d2a-4c69-9a0e-7f1b2c3d4e13","original_tracking_id":"4b0f7c1e-5d2a-4c69-9a0e-7f1b2c3d4e10"}
            """));

    internal static readonly RequestExamples ConfirmById = new(
        ("The whole", """
            {"tracking_id":"4b0f7c1e-5d2a-4c69-9a0e-7f1b2c3d4e14"}
            """));

    internal static readonly RequestExamples Cancel = new(
        ("In part", """
            {"tracking_id":"4b0f7c1e-5d2a-4c69-9a0e-7f1b2c3d4e06","original_tracking_id":"4b0f7c1e-5d2a-4c69-9a0e-7f1b2c3d4e01","amount":5.00}
            """),
        ("All that is left", """
            {"tracking_id":"4b0f7c1e-5d2a-4c69-9a0e-7f1b2c3d4e07","original_tracking_id":"4b0f7c1e-5d2a-4c69-9a0e-7f1b2c3d4e01"}
            """));

    internal static readonly RequestExamples CancelTransfer = new(
        ("All that is left", """
            {"tracking_id":"4b0f7c1e-5d2a-4c69-9a0e-7f1b2c3d4e08","original_tracking_id":"4b0f7c1e-5d2a-4c69-9a0e-7f1b2c3d4e04"}
            """));

    internal const string Paid = """
        {"authorization_id":10240,"original_authorization_id":10240,"tracking_id":"4b0f7c1e-5d2a-4c69-9a0e-7f1b2c3d4e01","account_id":1234,"category":"AUTHORIZATION","operation":"CASH_IN","clearing_type":"ONLINE","code":"010240","processing_code":"100001","currency":"USD","principal_amount":25.00,"contract_amount":25.00,"installment_amount":25.00,"event_datetime":"2024-05-01T12:00:00.000Z","response_code":"00","descriptor":"Deposit at the counter"}
        """;

    internal const string Confirmed = """
        {"authorization_id":10252,"original_authorization_id":10250,"tracking_id":"4b0f7c1e-5d2a-4c69-9a0e-7f1b2c3d4e12","account_id":1234,"category":"CONFIRMATION","operation":"CASH_OUT","clearing_type":"ONLINE","code":"010252","processing_code":"100002","currency":"USD","principal_amount":8.00,"contract_amount":8.00,"installment_amount":8.00,"event_datetime":"2024-05-01T12:00:01.000Z","response_code":"00"}
        """;

    internal const string Transferred = """
        {"authorization_id":10244,"original_authorization_id":10244,"authorization_ids":{"credit":10245,"debit":10244},"tracking_id":"4b0f7c1e-5d2a-4c69-9a0e-7f1b2c3d4e04","account_id":1234,"category":"AUTHORIZATION","operation":"CASH_OUT","clearing_type":"ONLINE","code":"010244","processing_code":"100003","currency":"USD","principal_amount":10.50,"contract_amount":10.50,"installment_amount":10.50,"event_datetime":"2024-05-01T12:00:00.000Z","response_code":"00","descriptor":"Share of the barbecue"}
        """;

    internal const string Canceled = """
        {"authorization_id":10242,"original_authorization_id":10240,"tracking_id":"4b0f7c1e-5d2a-4c69-9a0e-7f1b2c3d4e06","account_id":1234,"category":"PARTIAL_CANCELLATION","operation":"CASH_IN","clearing_type":"ONLINE","code":"010242","processing_code":"100011","currency":"USD","principal_amount":5.00,"contract_amount":5.00,"installment_amount":5.00,"event_datetime":"2024-05-01T12:00:01.000Z","response_code":"00"}
        """;

    internal const string TransferCanceled = """
        {"authorization_id":10248,"original_authorization_id":10245,"authorization_ids":{"credit":10249,"debit":10248},"tracking_id":"4b0f7c1e-5d2a-4c69-9a0e-7f1b2c3d4e08","account_id":2417,"category":"CANCELLATION","operation":"CASH_IN","clearing_type":"ONLINE","code":"010248","processing_code":"100014","currency":"USD","principal_amount":10.50,"contract_amount":10.50,"installment_amount":10.50,"event_datetime":"2024-05-01T12:00:01.000Z","response_code":"00"}
        """;
}
