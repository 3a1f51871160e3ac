using System.ComponentModel.DataAnnotations;
using ForceOps.Api.Events;
using ForceOps.Api.Http;
using ForceOps.Api.Pismo.Accounts;
using ForceOps.Postgres.Reads;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Pismo.Reads;

/// <summary>
/// Handles <c>GET /transactions/v1/accounts/{accountId}/transactions</c>: one line for each movement that touches the account, newest
/// first. The path is ours.
/// </summary>
internal static class TransactionsEndpoint
{
    internal static readonly RequestQueries Queries = new(
    [
        new("tracking_id", "The tracking id of the operation whose transactions are wanted.") { LengthMax = TrackingId.LengthMax },
        DayQuery.Described("begin_date", "The first day of the postings, in UTC; the beginning when absent."),
        DayQuery.Described("end_date", "The last day of the postings, in UTC; today when absent."),
        .. PageQuery.Described,
    ]);

    internal static async Task<IResult> GetAsync(
        HttpContext http, string accountId, PismoGate gate, Postgres.Orgs.Accounts accounts, AccountTransactions transactions,
        Postings postings, IOptions<PismoOptions> options)
    {
        var (call, error) = await gate.AdmitAsync(http, TokenReach.Any);
        if (error is not null)
            return error;
        var (id, pathError) = AccountPath.Read(call, accountId);
        if (pathError is not null)
            return pathError;
        var (query, queryError) = TransactionQuery.Read(http);
        if (queryError is not null)
            return queryError;
        if (await accounts.FindAsync(call.Org, id) is null)
            return PismoErrors.NoSuchAccount();
        var (found, total) = query.TrackingId is { } trackingId
            ? query.Cut(await postings.MovementsOfAsync(call.Org, id, trackingId))
            : await transactions.ReadAsync(call.Org, id, query.From, query.Before, query.Page.Skip, query.Page.PerPage);
        var lines = found.Select(item => Transaction.Of(item, id, withZone: !options.Value.EventDateWithoutZone)).ToList();
        return JsonResponse.Of(PagedResponse<Transaction>.Of(query.Page, total, lines), PismoJson.Default.PagedResponseTransaction);
    }
}

/// <summary>Holds what a request for transactions asks for.</summary>
/// <param name="TrackingId">The tracking id of one operation; null for all operations.</param>
/// <param name="From">The first time; null for the beginning.</param>
/// <param name="Before">The time before which the list ends; null for now.</param>
internal readonly record struct TransactionQuery(string? TrackingId, DateTimeOffset? From, DateTimeOffset? Before, PageQuery Page)
{
    internal static (TransactionQuery Query, PismoError? Error) Read(HttpContext http)
    {
        string? trackingId = null;
        if (http.Request.Query.TryGetValue("tracking_id", out var sent))
        {
            trackingId = sent.ToString();
            if (!ForceOps.TrackingId.TryParse(trackingId, out _))
                return Wrong(PismoErrors.Field(
                    "tracking_id", $"must be 1 to {ForceOps.TrackingId.LengthMax} characters without control characters"));
        }
        var (begin, beginError) = DayQuery.Read(http, "begin_date");
        if (beginError is not null)
            return Wrong(beginError);
        var (end, endError) = DayQuery.Read(http, "end_date");
        if (endError is not null)
            return Wrong(endError);
        if (begin > end)
            return Wrong(PismoErrors.Field("begin_date", "must not be after end_date"));
        var (page, pageError) = PageQuery.Read(http, AccountTransactions.ReachMax);
        return pageError is not null
            ? Wrong(pageError)
            : (new(
                trackingId, begin is { } first ? DayQuery.BeginOf(first) : null, end is { } last ? DayQuery.EndOf(last) : null, page),
                null);
    }

    /// <summary>Returns the wanted page of the few transactions of one operation, and their number.</summary>
    internal (IReadOnlyList<AccountMovement> Page, int Total) Cut(IReadOnlyList<AccountMovement> ofOperation)
    {
        var (from, before) = (From ?? DateTimeOffset.MinValue, Before ?? DateTimeOffset.MaxValue);
        var wanted = ofOperation.Where(item => item.Authorization.EventDate >= from && item.Authorization.EventDate < before).ToList();
        return ([.. wanted.Skip(Page.Skip).Take(Page.PerPage)], wanted.Count);
    }

    private static (TransactionQuery Query, PismoError? Error) Wrong(PismoError error) => (default, error);
}

/// <summary>Shows one movement from the side of an account, with the members of the event <c>transaction/creation</c>.</summary>
/// <param name="Id">The id of the transaction. Both accounts of a transfer see the same id.</param>
/// <param name="Authorization">The authorization of this account.</param>
/// <param name="TransactionTypeId">1 for an amount, 2 for a fee, 3 for a canceled amount, 4 for a canceled fee.</param>
/// <param name="Credit">True when the account received the amount.</param>
/// <param name="Amount">The amount in major units, above 0.</param>
/// <param name="Currency">The currency of the account.</param>
/// <param name="TrackingId">The tracking id of the operation.</param>
/// <param name="ProcessingCode">The processing code of the authorization.</param>
/// <param name="Descriptor">The descriptor of the operation; null when it has none.</param>
/// <param name="EventDate">The time of the posting, RFC 3339 in UTC.</param>
/// <param name="AccountingDate">The day of the settlement: the day of the posting, or the Monday after a weekend.</param>
internal sealed record Transaction(
    long Id, TransactionAuthorization Authorization, [property: AllowedValues(1, 2, 3, 4)] int TransactionTypeId, bool Credit,
    decimal Amount, string Currency, string TrackingId, string ProcessingCode, string? Descriptor,
    [property: DataType(DataType.DateTime)] string EventDate, [property: DataType(DataType.Date)] string AccountingDate)
{
    internal static Transaction Of(AccountMovement item, long accountId, bool withZone)
    {
        var (movement, row) = (item.Movement, item.Authorization);
        return new Transaction(
            movement.Id, TransactionAuthorization.Of(row), TransactionFacts.TypeOf(movement), movement.CreditAccount == accountId,
            movement.Amount, row.Currency, item.TrackingId, row.ProcessingCode, row.Descriptor, Rfc3339.Write(row.EventDate, withZone),
            TransactionFacts.DateOf(row));
    }
}
