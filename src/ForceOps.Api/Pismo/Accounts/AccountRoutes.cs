using ForceOps.Api.Access;
using ForceOps.Api.Http;

namespace ForceOps.Api.Pismo.Accounts;

/// <summary>Maps the routes that show an account, and those that change its status.</summary>
internal static class AccountRoutes
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        var accounts = routes.MapGroup("").WithGroupName(PismoDialect.Document).WithTags("Accounts")
            .WithMetadata(PismoHeaders.All, AccountPath.Described);
        accounts.CheckMediaTypesInside();
        accounts.AnswerHead();
        Fails(accounts.MapGet("/accounts/v1/accounts/{accountId}", GetAccountEndpoint.GetAsync), hasBody: false)
            .Describe("getOrgAccount", "Get account", "Shows an account with its status, its balance and its limits.")
            .WithMetadata(GetAccountEndpoint.Queries).After(Opened)
            .Answers(200, typeof(AccountResponse), "The account.", Account);
        Fails(accounts.MapGet("/balances-limits/v1/accounts/{accountId}/limits", GetLimitsEndpoint.GetAsync), hasBody: false)
            .Describe("getAccountLimits", "Get account limits", "Shows what an account can spend, and its limits.").After(Opened)
            .Answers(200, typeof(LimitsResponse), "The limits.", Limits);
        Fails(accounts.MapPatch("/accounts/v2/accounts/{accountId}/status", UpdateStatusEndpoint.PatchAsync))
            .Describe("updateAccountStatus", "Update account status", "Gives an account another status, and sends the event status-change. A final status stays.")
            .Takes<UpdateStatusRequest>(UpdateStatus).After(Opened)
            .Answers(204, null, "The account has the status.")
            .Answers(409, typeof(PismoErrorResponse), "The account's status is final.", StatusRules.FinalStays().Example);
        Fails(accounts.MapPatch("/accounts/v2/accounts/{accountId}/status/rollback", RollBackStatusEndpoint.PatchAsync))
            .Describe("rollBackAccountStatus", "Roll back account status", "Gives an account the status that it had before its last change, or the named one, and sends the event status-change. This is the way out of a final status.")
            .Accepts<RollBackStatusRequest>(isOptional: true, "application/json").WithMetadata(RollBackStatus)
            .After(Opened, new Predecessor(PismoDialect.Document, "updateAccountStatus"))
            .Answers(204, null, "The account has the status.");
    }

    /// <summary>The request that opens the account of the examples.</summary>
    private static readonly Predecessor Opened = new(SandboxDialect.Document, "setAccount");

    private static readonly RequestExamples UpdateStatus = new(
        ("Blocked, with a reason", """{"status":"BLOCKED","reason_id":12,"description":"Lost card"}"""),
        ("Cancelled", """{"status":"CANCELLED"}"""));

    private static readonly RequestExamples RollBackStatus = new(
        ("To the status before", "{}"),
        ("To a named status", """{"status":"NORMAL","description":"Rollback of account cancellation"}"""));

    private const string Account = """
        {"id":1234,"acquisition_id":"1","document_number":"00000000000","entity_type":"PERSON","name":"Account holder","email":"holder@example.com","org":"TN-00000000-0000-0000-0000-000000000001","program_name":"ForceOps","program_type":"PREPAID","status":"BLOCKED","status_reason_id":12,"status_reason_description":"Lost card","collections_status":"NORMAL","open_due_date":"2099-12-31","current_cicle":1,"current_balance":40.25,"available_withdrawal_credit":540.25,"available_monthly_credit":540.25,"available_total_installment_credit":540.25,"withdrawal_credit_limit":500,"monthly_credit_limit":500,"total_installment_credit_limit":500,"total_credit_limit":500,"max_credit_limit":500,"available_credit_limit":540.25}
        """;

    private const string Limits = """
        {"available_credit_limit":540.25,"total_credit_limit":500,"max_credit_limit":500,"withdrawal_credit_limit":500,"percentage_over_limit":0,"held_amount":0,"overdraft_amount":0}
        """;

    /// <summary>States the refusals that every route of an account has.</summary>
    private static RouteHandlerBuilder Fails(RouteHandlerBuilder route, bool hasBody = true) => PismoApi.Fails(route, hasBody)
        .Answers(404, typeof(PismoErrorResponse), "The org has no such account.", PismoErrors.NoSuchAccount().Example);
}
