using ForceOps.Api.Http;
using ForceOps.Api.Pismo.Accounts;

namespace ForceOps.Api.Pismo.Reads;

/// <summary>Maps the routes that read an account's books back: balances of days, transactions and the timeline.</summary>
internal static class ReadRoutes
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        var reads = routes.MapGroup("").WithGroupName(PismoDialect.Document).WithTags("Reads").WithMetadata(PismoHeaders.All);
        reads.AnswerHead();
        Fails(reads.MapGet("/balances-limits/v1/accounts/{accountId}/daily-balances", DailyBalancesEndpoint.GetAsync))
            .Describe("listDailyBalances", "Get daily balances", "Shows the balance at the end of each day in UTC, by the org's clock, oldest first. A day before the first posting has the balance 0.")
            .WithMetadata(AccountPath.Described, DailyBalancesEndpoint.Queries).After(Opened)
            .Answers(200, typeof(PagedResponse<DailyBalance>), "A page of days.", Days);
        Fails(reads.MapGet("/transactions/v1/accounts/{accountId}/transactions", TransactionsEndpoint.GetAsync))
            .Describe("listTransactions", "List transactions", "Lists the movements of an account, newest first. The list reaches and counts 10,000 transactions; dates lead to older ones.")
            .WithMetadata(AccountPath.Described, TransactionsEndpoint.Queries).After(Opened)
            .Answers(200, typeof(PagedResponse<Transaction>), "A page of transactions.", Transactions);
        Fails(reads.MapGet(TimelineEndpoint.Path, TimelineEndpoint.GetAsync))
            .Describe("listTimelineEvents", "List timeline events", "Lists what an account's customer sees, newest first. A page may be empty although another one follows.")
            .WithMetadata(TimelineEndpoint.Queries).After(Opened)
            .Answers(200, typeof(TimelineResponse), "A page of the timeline.", Timeline);
    }

    /// <summary>The request that opens the account of the examples.</summary>
    private static readonly Predecessor Opened = new(PismoDialect.Document, "forceOperation");

    private const string Days = """
        {"pages":1,"current_page":1,"per_page":10,"total_items":1,"items":[{"account_id":1234,"org_id":"TN-00000000-0000-0000-0000-000000000001","ref_date":"2022-08-22","available_credit_limit":2997.41,"available_withdrawal_credit":2997.41,"available_total_installment_credit":2997.41}]}
        """;

    private const string Transactions = """
        {"pages":1,"current_page":1,"per_page":10,"total_items":1,"items":[{"id":31812824,"authorization":{"type":"PLATFORM","id":31812823,"code":"812823"},"transaction_type_id":1,"credit":true,"amount":40.25,"currency":"USD","tracking_id":"ba7f42b9-9bd1-4840-a747-f1b59037b798","processing_code":"090907","descriptor":"Salary","event_date":"2022-02-02T14:05:51.688Z","accounting_date":"2022-02-02"}]}
        """;

    private const string Timeline = """
        {"has_next":false,"next_cursor":null,"count":1,"items":[{"type":"CASH_IN","account_id":1234,"category":"AUTHORIZATION","tenant_account_timestamp":"TN-00000000-0000-0000-0000-000000000001::1234::2022-02-02T14:05:51.688123000Z::31812824","data":{"item":{"id":31812824,"amount":40.25,"currency":"USD","descriptor":"Salary","event_date":"2022-02-02T14:05:51.688Z","authorization_id":31812823,"tracking_id":"ba7f42b9-9bd1-4840-a747-f1b59037b798","processing_code":"090907","balance_after":40.25}},"correlation_id":"5d2ff7b9-2a8f-4d0b-8e0a-6f6f7f5c3a10","timestamp":"2022-02-02T14:05:51.688123000Z"}]}
        """;

    /// <summary>States the refusals that every read of an account has.</summary>
    private static RouteHandlerBuilder Fails(RouteHandlerBuilder route) => PismoApi.Fails(route, hasBody: false)
        .Answers(404, typeof(PismoErrorResponse), "The org has no such account.", PismoErrors.NoSuchAccount().Example);
}
