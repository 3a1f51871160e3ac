using System.Text.Json;
using ForceOps.Api.Http;
using ForceOps.Api.Journal;
using ForceOps.Api.Pismo.Accounts;
using ForceOps.Api.Pismo.Bulk;
using ForceOps.Api.Pismo.HoldFunds;
using ForceOps.Api.Pismo.PaymentMethods;
using ForceOps.Api.Pismo.Reads;
using ForceOps.Api.Settings;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.OpenApi;

namespace ForceOps.Api.Pismo;

/// <summary>Registers the services of the Pismo routes and maps the routes.</summary>
internal static class PismoApi
{
    internal static readonly ServedDocument Served = new(PismoDialect.Document, "Pismo payments", typeof(PismoApi))
    {
        Description = "Forced operations, transfers and their cancellations, in the words of Pismo's public documentation. Amounts are decimal numbers in major units.",
        IgnoresUnknown = true,
        Schemes = new Dictionary<string, OpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            ["bearer"] = new()
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description = "A token of createServerToken or createOAuthToken. Open mode needs none.",
            },
        },
        Security = [["bearer"]],
    };

    internal static void AddPismo(this IServiceCollection services)
    {
        services.AddSection<PismoOptions>("ForceOps:Pismo");
        services.AddSection<TokensOptions>("ForceOps:Tokens").Validate<IOptions<ForceOpsOptions>>(
            (tokens, options) => options.Value.Mode != ForceOpsMode.Strict
                || tokens.SigningKey is not (null or TokensOptions.DemoSigningKey),
            "ForceOps:Tokens:SigningKey: strict mode needs a signing key of its own, not the published demo key");
        services.AddSingleton<IDialect, PismoDialect>();
        TokenGate.Add(services);
        services.AddSingleton<PismoGate>();
        services.AddSingleton<PismoResponses>();
        services.AddSingleton<TransferTokens>();
        services.AddSingleton<PaymentAnswers>();
        services.AddSingleton<LineReader>();
        services.AddSingleton<HeldFundsRoutes>();
    }

    internal static void MapPismo(this IEndpointRouteBuilder routes)
    {
        var payments = routes.MapGroup("/payments").WithGroupName(
            PismoDialect.Document).WithTags("Payments").WithMetadata(PismoHeaders.All);
        payments.CheckMediaTypesInside();
        payments.WithMetadata(BoundsItsWaits.Mark);
        Fails(payments.MapPost("/v1/payments/force", ForceEndpoint.PostAsync)).WithMetadata(new MovesMoney("force"))
            .Describe("forceOperation", "Force operation", "Posts one credit or debit to an account, whatever the account's status, balance and limits. The processing code decides the direction.")
            .Takes<ForceRequest>(PismoExamples.Force)
            .Answers(201, typeof(PostedResponse), "The operation is posted.", PismoExamples.Posted)
            .Answers(202, typeof(DelayedResponse), Delayed, PismoExamples.Delayed)
            .Answers(409, typeof(DuplicateResponse), InUse, PismoExamples.Duplicate, headers: PismoHeaders.InUse);
        Fails(payments.MapPost("/v1/payments/force/cancel", CancelForceEndpoint.PostAsync))
            .WithMetadata(new MovesMoney("cancel_force", IsCancel: true))
            .Describe("cancelForce", "Cancel forced operation", "Cancels a forced operation, in full or in part.")
            .Takes<CancelForceRequest>(PismoExamples.CancelForce)
            .After(new Predecessor(PismoDialect.Document, "forceOperation", Takes: new Taken("/tracking_id", "/original_tracking_id")))
            .Answers(200, typeof(PostedResponse), "The cancellation is posted.", PismoExamples.Posted)
            .Answers(202, typeof(DelayedResponse), Delayed, PismoExamples.Delayed)
            .Answers(404, typeof(PismoErrorResponse), "No such forced operation exists in the org.",
                PismoErrors.Of(LedgerError.AuthorizationNotFound).Example)
            .Answers(409, typeof(CanceledResponse), $"{InUse} Or nothing is left to cancel.", PismoExamples.Canceled,
                headers: PismoHeaders.InUse);
        Fails(payments.MapPost("/v1/payments", TransferEndpoint.PostAsync)).WithMetadata(new MovesMoney("transfer"))
            .Describe("transferFunds", "Transfer funds", "Moves money between two parties, with all checks of the accounts.")
            .Takes<TransferRequest>(PismoExamples.Transfer)
            .After(new Predecessor(PismoDialect.Document, "forceOperation"))
            .Answers(201, typeof(TransferResponse), "The transfer is posted.", PismoExamples.Transferred)
            .Answers(202, typeof(DelayedResponse), Delayed, PismoExamples.Delayed)
            .Answers(409, typeof(DuplicateResponse), InUse, PismoExamples.Duplicate, headers: PismoHeaders.InUse);
        Fails(payments.MapPost("/v2/cancel", CancelTransferEndpoint.PostAsync))
            .WithMetadata(new MovesMoney("cancel_transfer", IsCancel: true))
            .Describe("cancelTransfer", "Cancel transfer", "Cancels a transfer, in full or in part.")
            .Takes<CancelTransferRequest>(PismoExamples.CancelTransfer)
            .After(
                new Predecessor(PismoDialect.Document, "forceOperation"),
                new Predecessor(PismoDialect.Document, "transferFunds", Takes: new Taken("/tracking_id", "/original_tracking_id")))
            .Answers(200, typeof(CancelTransferResponse), "The cancellation is posted.", PismoExamples.TransferCanceled)
            .Answers(202, typeof(DelayedResponse), Delayed, PismoExamples.Delayed)
            .Answers(404, typeof(PismoErrorResponse), "No such transfer exists in the org.",
                PismoErrors.Of(LedgerError.AuthorizationNotFound).Example)
            .Answers(409, typeof(CanceledTransferResponse), InUse, PismoExamples.TransferCanceledBefore, headers: PismoHeaders.InUse);
        HoldFundsApi.Map(payments, route => Fails(route));
        PaymentMethodsApi.Map(routes);
        MapCodes(routes);
        AccountRoutes.Map(routes);
        ReadRoutes.Map(routes);
        MapOthers(routes);
    }

    internal const string Delayed = "The operation is accepted and stored, and will be posted later. Nothing is posted yet, so there is no authorization id.";
    internal const string InUse = "The tracking id is in use by an earlier operation.";

    private static void MapCodes(IEndpointRouteBuilder routes)
    {
        var codes = routes.MapGroup("/orgs-operation/v1/processing-codes").WithGroupName(
            PismoDialect.Document).WithTags("Orgs").WithMetadata(PismoHeaders.All);
        codes.CheckMediaTypesInside();
        codes.AnswerHead();
        Fails(codes.MapPost("", ProcessingCodeEndpoint.PostAsync))
            .Describe("createProcessingCode", "Create processing code", "Adds a processing code to the org, and the code that undoes it when undo_processing_code names one.")
            .Takes<ProcessingCodeRequest>(PismoExamples.ProcessingCode)
            .Answers(201, typeof(ProcessingCodeResponse), "The processing code is added.", PismoExamples.CreatedCode);
        Fails(codes.MapGet("", ListProcessingCodesEndpoint.GetAsync), hasBody: false)
            .Describe("listOrgProcessingCodes", "List processing codes", "Lists the org's processing codes in the order of their names.")
            .WithMetadata(ListProcessingCodesEndpoint.Queries)
            .Answers(200, typeof(ProcessingCodeListResponse), "A page of processing codes.", PismoExamples.ListedCodes);
        var code = new RequestPaths(new RequestParameter(
            GetProcessingCodeEndpoint.Parameter, "The processing code: 3 to 6 letters or digits.")
            { Pattern = "^[0-9A-Za-z]{3,6}$", Example = "090907" });
        Fails(codes.MapGet($"/{{{GetProcessingCodeEndpoint.Parameter}}}", GetProcessingCodeEndpoint.GetAsync), hasBody: false)
            .Describe("getOrgProcessingCode", "Get processing code", "Shows a processing code of the org.").WithMetadata(code)
            .Answers(200, typeof(ListedProcessingCode), "The processing code.", PismoExamples.ListedCode)
            .Answers(404, typeof(PismoErrorResponse), "The org has no such processing code.", PismoErrors.NoSuchCode().Example);
        Fails(codes.MapPatch($"/{{{GetProcessingCodeEndpoint.Parameter}}}", UpdateProcessingCodeEndpoint.PatchAsync))
            .Describe("updateProcessingCode", "Update processing code", "Changes the description of a processing code, or the code of its cancellations.")
            .WithMetadata(code)
            .Takes<UpdateProcessingCodeRequest>(PismoExamples.UpdateCode)
            .Answers(204, null, "The processing code is changed.")
            .Answers(404, typeof(PismoErrorResponse), "The org has no such processing code.", PismoErrors.NoSuchCode().Example);
    }

    private static void MapOthers(IEndpointRouteBuilder routes)
    {
        var others = routes.MapGroup("").WithGroupName(PismoDialect.Document).WithMetadata(PismoHeaders.All);
        others.CheckMediaTypesInside();
        Fails(others.MapPost("/passport/v2/s2s/access-token", ServerTokenEndpoint.PostAsync)).WithTags(
            "Tokens").WithMetadata(WithoutCredentials.Mark)
            .Describe("createServerToken", "Create server token", "Issues a token for a server key, or for one account of its org.")
            .Takes<ServerTokenRequest>(PismoExamples.ServerToken)
            .Answers(200, typeof(ServerTokenResponse), "The tokens.", PismoExamples.ServerTokens);
        Fails(others.MapPost("/passport/v2/oauth/token", OAuthTokenEndpoint.PostAsync)).WithTags(
            "Tokens").WithMetadata(WithoutCredentials.Mark)
            .Describe("createOAuthToken", "Create OAuth token", "Issues a token for the client credentials of OAuth 2.")
            .Accepts<OAuthTokenRequest>("application/x-www-form-urlencoded").WithMetadata(PismoExamples.OAuthToken)
            .DisableAntiforgery()
            .Answers(200, typeof(OAuthTokenResponse), "The token.", PismoExamples.OAuthTokenIssued);
    }

    /// <summary>States the refusals that every route has, and those that a body brings.</summary>
    internal static RouteHandlerBuilder Fails(RouteHandlerBuilder route, bool hasBody = true) => (hasBody ? FailsByBody(route) : route)
        .Answers(400, typeof(PismoErrorResponse), "The request is wrong; code and details say where.",
            PismoErrors.Field("amount", "is required").Example)
        .Answers(401, typeof(PismoErrorResponse), "The token is missing, forged or expired.", PismoErrors.Of(Refusal.Unauthorized).Example)
        .Answers(403, typeof(PismoErrorResponse), "The token does not reach this org or account.",
            PismoErrors.Of(Refusal.Forbidden).Example)
        .Answers(405, typeof(PismoErrorResponse), "The route does not take this method.", PismoErrors.Of(Refusal.MethodNotAllowed).Example)
        .Answers(429, typeof(PismoErrorResponse), "Too many operations are waiting; nothing was posted.",
            PismoErrors.Of(Refusal.TooManyRequests).Example)
        .Answers(500, typeof(PismoErrorResponse), "The emulator failed.", PismoErrors.Of(Refusal.InternalError).Example)
        .Answers(503, typeof(PismoErrorResponse), "The emulator's database, or the acquirer of a card, does not answer.",
            PismoErrors.Of(Refusal.Unavailable).Example);

    private static RouteHandlerBuilder FailsByBody(RouteHandlerBuilder route) => route
        .Answers(413, typeof(PismoErrorResponse), "The body is too large.", PismoErrors.Of(Refusal.BodyTooLarge).Example)
        .Answers(415, typeof(PismoErrorResponse), "The body has another content type.",
            PismoErrors.Of(Refusal.UnsupportedMediaType).Example);
}

internal static class PismoHeaders
{
    internal static readonly RequestHeaders All = new(
        RequestHeaders.Tenant("The default org when absent in open mode."),
        RequestHeaders.Cid,
        new("x-account-id", "The account of the request. It must be an account that the body or the path names.") { Type = JsonSchemaType.Integer,
            Format = "int64" },
        new("x-skip-timeline", "The word true leaves the operation out of the account's timeline."),
        RequestHeaders.Fault);

    internal static readonly AnswerHeader Replay = new(
        "x-forceops-replay", "The word same when the request equals the one that has the tracking id, different otherwise.", "same",
        "different");

    /// <summary>The headers of the 409 of a tracking id in use.</summary>
    internal static readonly AnswerHeader[] InUse =
    [
        Replay,
        new(PismoResponses.DeniedHeader, "The name of the check that denied the payment which has the tracking id; absent when the earlier operation was granted."),
    ];
}

/// <summary>
/// Describes the Pismo API: its paths, its answers to requests that reach no route, and the data that a request names before any
/// gate.
/// </summary>
internal sealed class PismoDialect : IEmulatedApi
{
    internal const string Document = "pismo";

    public string Name => Document;

    public StringValues Challenge => PismoErrors.Challenge;

    public bool Owns(PathString path) =>
        path.StartsWithSegments("/payments") || path.StartsWithSegments("/payment-methods") || path.StartsWithSegments("/passport")
        || path.StartsWithSegments("/orgs-operation") || path.StartsWithSegments("/accounts") || path.StartsWithSegments("/balances-limits")
        || path.StartsWithSegments("/transactions") || path.StartsWithSegments("/events");

    public IResult Refuse(HttpContext http, Refusal refusal) => PismoErrors.Of(refusal);

    public IResult RefuseWith(int status) => PismoErrors.OfStatus(status);

    public IResult RefuseHeader(string header, string message) => PismoErrors.Field(header, message);

    public IResult RefuseKey(Refusal refusal, string message) =>
        refusal == Refusal.Forbidden ? new PismoError(403, "FORBIDDEN", message) : new PismoError(401, "UNAUTHORIZED", message);

    /// <summary>
    /// Reads the org in the same way as the gate: from x-tenant, else from the token, else the default org; null when x-tenant or
    /// the token is invalid. In strict mode a name alone is not believed where a token is asked for, or a stranger
    /// would use up the org's faults.
    /// </summary>
    public async ValueTask<OrgId?> OrgOfAsync(HttpContext http)
    {
        OrgId? named = null;
        if (http.Request.Headers.TryGetSent("x-tenant", out var tenant))
        {
            if (!OrgId.TryParse(tenant.ToString(), out var org))
                return null;
            named = org;
            if (Dialects.BelievesNames(http) || http.Request.Path.StartsWithSegments("/passport"))
                return org;
        }
        var (caller, refusal) = await http.RequestServices.GetRequiredService<TokenGate>().ReadAsync(http);
        if (refusal is not null)
            return null;
        var known = caller?.Org ?? OrgId.Default;
        return named is null || named == known ? known : null;
    }

    public RecordedBody? Recorded(HttpRequest request, ReadOnlySpan<byte> body)
    {
        if (request.HttpContext.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is not { } type)
            return null;
        try
        {
            return JsonSerializer.Deserialize(body[JsonBody.MarkLength(body)..], PismoJson.Default.GetTypeInfo(type)!) is { } read
                ? PismoJournal.Of(read, request)
                : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // What is no such body has nothing to keep. A lone half of a surrogate pair raises the second exception.
            return null;
        }
    }

    public RequestSubject FactsOf(HttpRequest request, JsonElement body) => RequestSubject.Of(
        [
            AccountPath.IdOf(request), TimelineEndpoint.AccountOf(request), BodyMember.Id(body, "account_id"),
            BodyMember.Id(body, "from", "0", "account", "id"), BodyMember.Id(body, "from", "0", "merchant", "id"),
            BodyMember.Id(body, "to", "0", "account", "id"), BodyMember.Id(body, "to", "0", "merchant", "id"),
            BodyMember.Id(body, "to", "account", "id"),
            BodyMember.Id(body, "from", "account_id"), BodyMember.Id(body, "to", "account_id"),
        ],
        [BodyMember.Text(body, "tracking_id"), BodyMember.Text(body, "original_tracking_id")],
        BodyMember.Sum(body, "amount") ?? BodyMember.Sum(body, "from", "0", "amount") ?? BodyMember.Sum(body, "to", "0", "amount"));
}
