using ForceOps.Api.Access;
using ForceOps.Api.Http;
using ForceOps.Api.Settings;
using ForceOps.Postgres.Orgs;
using ForceOps.Postgres.Schema;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Sandbox;

/// <summary>Serves <c>/sandbox/accounts</c>, which shows accounts and sets them up.</summary>
internal static class AccountsApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/accounts", ListAsync).Produces<ListView<AccountView>>().WithMetadata(RequestQueries.Paged);
        routes.MapGet("/accounts/{id:long}", GetAsync).Produces<AccountView>().ProducesProblem(404);
        routes.MapPut("/accounts/{id:long}", PutAsync).Accepts<AccountRequest>("application/json").Produces<AccountView>().ProducesProblem(409);
        routes.MapPut("/accounts", PutRangeAsync).Accepts<AccountRequest>("application/json").Produces<RangeView>()
            .WithMetadata(new RequestExamples(("A hundred thousand accounts", """{"from":1,"to":100000,"currency":"USD"}""")));
    }

    private static async Task<IResult> ListAsync(HttpContext http, SandboxGate gate, Accounts accounts)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        if (!Page.TryRead(http, out var page) || page.AfterId(fallback: 0) is not { } after)
            return Page.Invalid();
        var rows = await accounts.ListAsync(org, after, page.Limit);
        return SandboxJson.Ok(ListView<AccountView>.Of([.. rows.Select(AccountView.Of)], page.Limit, account => account.Id.ToString()));
    }

    private static async Task<IResult> GetAsync(HttpContext http, long id, SandboxGate gate, Accounts accounts)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        return await accounts.FindAsync(org, id) is { } row ? SandboxJson.Ok(AccountView.Of(row)) : SandboxProblem.NotFound("account");
    }

    private static async Task<IResult> PutAsync(HttpContext http, long id, SandboxGate gate, Accounts accounts)
    {
        var (org, orgError) = await gate.OrgAsync(http);
        if (orgError is not null)
            return orgError;
        var (body, bodyError) = await gate.BodyAsync(http, SandboxJson.Default.AccountRequest);
        if (body is null)
            return bodyError!;
        if (id <= 0)
            return SandboxProblem.Invalid("id", "must be an integer from 1");
        if (body.From is not null || body.To is not null)
            return SandboxProblem.Invalid("from", "and to belong to PUT /sandbox/accounts");
        if (!AccountParser.TryRead(body, out var change, out var error))
            return error!;
        return await accounts.SetAsync(org, id, change) is { } row
            ? SandboxJson.Ok(AccountView.Of(row))
            : SandboxProblem.Of(409, "CURRENCY_IN_USE", "The account has movements; its currency stays.");
    }

    private static async Task<IResult> PutRangeAsync(HttpContext http, SandboxGate gate, Accounts accounts, IOptions<ForceOpsOptions> options)
    {
        var (org, orgError) = await gate.OrgAsync(http);
        if (orgError is not null)
            return orgError;
        var (body, bodyError) = await gate.BodyAsync(http, SandboxJson.Default.AccountRequest);
        if (body is null)
            return bodyError!;
        var max = options.Value.Accounts.RangeMax;
        if (body is not { From: > 0, To: { } to } || to < body.From || to - body.From >= max)
            return SandboxProblem.Invalid("from and to", $"must be a range of ids from 1, of at most {max} accounts");
        if (!AccountParser.TryRead(body, out var change, out var error))
            return error!;
        var opened = await accounts.OpenRangeAsync(org, body.From.Value, to, change);
        return SandboxJson.Ok(new RangeView(opened, to - body.From.Value + 1 - opened));
    }
}

/// <summary>Carries the values to set on an account, or on each account of a range.</summary>
internal sealed class AccountRequest
{
    /// <summary>The first id of a range, from 1. Only <c>PUT /sandbox/accounts</c> accepts it.</summary>
    public long? From { get; init; }

    /// <summary>The last id of a range. Only <c>PUT /sandbox/accounts</c> accepts it.</summary>
    public long? To { get; init; }

    /// <summary>The kind of an account that this call opens: customer or merchant.</summary>
    public string? Kind { get; init; }

    /// <summary>The account's status: active, blocked or canceled.</summary>
    public string? Status { get; init; }

    /// <summary>The account's processing: normal or delayed.</summary>
    public string? Processing { get; init; }

    /// <summary>The account's currency of ISO 4217. It can be changed only before the account's first movement.</summary>
    public string? Currency { get; init; }

    public decimal? CreditLimit { get; init; }

    public LimitsView? Limits { get; init; }
}

/// <summary>Shows an account to people.</summary>
internal sealed record AccountView(
    long Id, string Kind, string Status, string Processing, string Currency, decimal Balance, decimal CreditLimit, decimal Available,
    LimitsView Limits, DateTime OpenedAt)
{
    internal static AccountView Of(AccountRow row) => new(
        row.Id, row.Kind, row.Status, row.Processing, row.Currency, row.Balance, row.CreditLimit, row.Balance + row.CreditLimit,
        new LimitsView(row.LimitPerOperation, row.LimitPerDay), row.OpenedAt.UtcDateTime);
}

/// <summary>
/// Holds the largest amounts that a transfer may take from the account, per operation and per day; null means no limit.
/// </summary>
internal sealed record LimitsView(decimal? PerOperation, decimal? PerDay);

/// <summary>Counts the accounts of a range that the call opened, and those that existed before.</summary>
internal sealed record RangeView(long Opened, long Existing);
