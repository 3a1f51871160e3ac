using System.ComponentModel.DataAnnotations;
using ForceOps.Api.Http;
using ForceOps.Api.Pismo.Accounts;
using ForceOps.Postgres.Orgs;
using ForceOps.Postgres.Reads;

namespace ForceOps.Api.Pismo.Reads;

/// <summary>
/// Handles <c>GET /balances-limits/v1/accounts/{accountId}/daily-balances</c>: the balance at the end of each day of the org's clock, in
/// UTC (Pismo, get-daily-account-limits).
/// </summary>
internal static class DailyBalancesEndpoint
{
    /// <summary>The number of days when the request names none (Pismo, get-daily-account-limits, for this and the next two).</summary>
    private const int DaysDefault = 10;

    private const int DaysMax = 90;

    private const int BackMax = 515;

    internal static readonly RequestQueries Queries = new(
    [
        DayQuery.Described("begin_date", $"The first day. By default, {DaysDefault} days end with the last day. At most {BackMax} days back."),
        DayQuery.Described("end_date", $"The last day, at most {DaysMax} days from the first. By default, and at the latest, yesterday."),
        .. PageQuery.Described,
    ]);

    internal static async Task<IResult> GetAsync(
        HttpContext http, string accountId, PismoGate gate, Postgres.Orgs.Accounts accounts, OrgClocks clocks, BalanceAt balances)
    {
        var (call, error) = await gate.AdmitAsync(http, TokenReach.Any);
        if (error is not null)
            return error;
        var (id, pathError) = AccountPath.Read(call, accountId);
        if (pathError is not null)
            return pathError;
        var (first, count, daysError) = ReadDays(http, DateOnly.FromDateTime((await clocks.NowAsync(call.Org)).UtcDateTime));
        if (daysError is not null)
            return daysError;
        var (page, pageError) = PageQuery.Read(http, int.MaxValue);
        if (pageError is not null)
            return pageError;
        if (await accounts.FindAsync(call.Org, id) is null)
            return PismoErrors.NoSuchAccount();
        var shown = page.Skip >= count ? 0 : Math.Min(page.PerPage, count - page.Skip);
        var days = Enumerable.Range(page.Skip, shown).Select(first.AddDays).ToList();
        var found = days.Count == 0 ? [] : await balances.ReadAsync(call.Org, id, [.. days.Select(DayQuery.EndOf)]);
        var items = days.Zip(found, (day, at) => new DailyBalance(
            id, call.Org.ToString(), DayQuery.Text(day), at.Balance, at.Balance, at.Balance)).ToList();
        return JsonResponse.Of(PagedResponse<DailyBalance>.Of(page, count, items), PismoJson.Default.PagedResponseDailyBalance);
    }

    private static (DateOnly First, int Count, PismoError? Error) ReadDays(HttpContext http, DateOnly today)
    {
        var (begin, beginError) = DayQuery.Read(http, "begin_date");
        if (beginError is not null)
            return (default, 0, beginError);
        var (end, endError) = DayQuery.Read(http, "end_date");
        if (endError is not null)
            return (default, 0, endError);
        var last = end ?? today.AddDays(-1);
        if (last >= today)
            return Wrong("end_date", "must be before today");
        var earliest = today.AddDays(-BackMax);
        if (last < earliest)
            return Wrong("end_date", $"must be at most {BackMax} days before today");
        var first = begin ?? Later(last.AddDays(1 - DaysDefault), earliest);
        if (first >= today)
            return Wrong("begin_date", "must be before today");
        if (first > last)
            return Wrong("begin_date", "must not be after end_date");
        if (first < earliest)
            return Wrong("begin_date", $"must be at most {BackMax} days before today");
        var count = last.DayNumber - first.DayNumber + 1;
        return count <= DaysMax
            ? (first, count, null)
            : Wrong("begin_date", $"must be so that there are at most {DaysMax} days");
    }

    private static (DateOnly First, int Count, PismoError? Error) Wrong(string field, string why) =>
        (default, 0, PismoErrors.Field(field, why));

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;
}

/// <summary>Shows the balance of an account at the end of a day.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="OrgId">The org: TN- and a UUID.</param>
/// <param name="RefDate">The day.</param>
/// <param name="AvailableCreditLimit">The balance at the end of the day.</param>
/// <param name="AvailableWithdrawalCredit">The same balance, since ForceOps has no limit of its own for withdrawals.</param>
/// <param name="AvailableTotalInstallmentCredit">The same balance, since ForceOps has no limit of its own for installments.</param>
internal sealed record DailyBalance(
    long AccountId, string OrgId, [property: DataType(DataType.Date)] string RefDate, decimal AvailableCreditLimit,
    decimal AvailableWithdrawalCredit, decimal AvailableTotalInstallmentCredit);
