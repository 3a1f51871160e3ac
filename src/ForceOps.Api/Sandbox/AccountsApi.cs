using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ForceOps.Api.Access;
using ForceOps.Api.Http;
using ForceOps.Api.Settings;
using ForceOps.Postgres.Orgs;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Schema;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace ForceOps.Api.Sandbox;

/// <summary>Serves <c>/sandbox/accounts</c>, which shows accounts and sets them up.</summary>
internal static class AccountsApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        var id = new RequestPaths(new RequestParameter(
            "id", "The id of the account.") { Type = JsonSchemaType.Integer, Format = "int64", Minimum = 1, Example = 1234 });
        routes.MapPut("/accounts", PutRangeAsync).Describe("openAccounts", "Open a range of accounts",
            "Opens every account of the range that does not exist yet, and leaves the others as they are.")
            .TakesBody<AccountRequest>(
                ("A hundred accounts", """{"from":1001,"to":1100,"currency":"USD"}"""),
                ("Ten merchants", """{"from":501,"to":510,"kind":"merchant","currency":"USD"}"""))
            .Answers(200, typeof(RangeView), "The numbers of accounts that were opened, and that existed before.",
                """{"opened":100,"existing":0}""");
        routes.MapGet("/accounts", ListAsync).Describe(
            "listAccounts", "List accounts", "Lists the org's accounts by id.")
            .WithMetadata(RequestQueries.Paged, MomentGate.Queries)
            .Answers(200, typeof(ListView<AccountView>), "A page of accounts.", $$"""{"items":[{{Example}}],"next":null}""");
        routes.MapPut("/accounts/{id:long}", PutAsync).Describe(
            "setAccount", "Set an account", "Sets what the body names, and opens the account if it does not exist yet.").WithMetadata(id)
            .TakesBody<AccountRequest>(
                ("A credit limit", """{"credit_limit":500}"""), ("A merchant", """{"kind":"merchant"}"""),
                ("The holder", """{"profile":{"name":"Ana Souza","document_number":"12345678909","program_type":"PREPAID"}}"""),
                ("Blocked", """{"status":"blocked"}"""),
                ("A fee of its own", """{"fees":[{"code":"090907","fixed":0.50,"percent":1,"method":"greater"}]}"""))
            .Answers(200, typeof(AccountView), "The account.", Example)
            .Refuses(409, "CURRENCY_IN_USE", "The account has movements; its currency stays.");
        routes.MapGet("/accounts/{id:long}", GetAsync).Describe(
            "getAccount", "Get an account", "Shows an account with its balance and its limits.")
            .WithMetadata(id, MomentGate.Queries).After(Opened)
            .Answers(200, typeof(AccountView), "The account.", Example);
    }

    /// <summary>The request that opens the account of the examples.</summary>
    private static readonly Predecessor Opened = new(SandboxDialect.Document, "setAccount");

    private const string Example = """
        {"id":1234,"kind":"customer","status":"active","processing":"normal","currency":"USD","balance":40.25,"credit_limit":0,"held":0,"available":40.25,"limits":{"per_operation":null,"per_day":null},"fees":[],"opened_at":"2024-05-01T12:00:00Z"}
        """;

    private static async Task<IResult> ListAsync(HttpContext http, MomentGate gate, Accounts accounts, AccountsAt accountsAt)
    {
        var (org, at, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        if (!Page.TryRead(http, out var page) || page.AfterId(fallback: 0) is not { } after)
            return Page.Invalid();
        var rows = at is null
            ? await accounts.ListAsync(org, after, page.Limit)
            : await accountsAt.ListAsync(at, after, page.Limit);
        return SandboxJson.Ok(ListView<AccountView>.Of(
            [.. rows.Select(row => AccountView.Of(row, at))], page.Limit, account => account.Id.ToString()));
    }

    private static async Task<IResult> GetAsync(HttpContext http, long id, MomentGate gate, Accounts accounts, AccountsAt accountsAt)
    {
        var (org, at, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        var found = at is null ? await accounts.FindAsync(org, id) : await accountsAt.FindAsync(at, id);
        return found is { } row ? SandboxJson.Ok(AccountView.Of(row, at)) : SandboxProblem.NotFound("account");
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
        var (setting, row) = await accounts.SetAsync(org, id, change, Correlation.Of(http));
        return setting switch
        {
            AccountSetting.Done => SandboxJson.Ok(AccountView.Of(row!)),
            AccountSetting.CurrencyInUse => SandboxProblem.Of(409, "CURRENCY_IN_USE", "The account has movements; its currency stays."),
            AccountSetting.NoSuchStatus => SandboxProblem.Invalid("status", AccountWords.StatusRule),
        };
    }

    private static async Task<IResult> PutRangeAsync(
        HttpContext http, SandboxGate gate, Accounts accounts, IOptions<ForceOpsOptions> options)
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
        if (await accounts.OpenRangeAsync(org, body.From.Value, to, change) is not { } opened)
            return SandboxProblem.Invalid("status", AccountWords.StatusRule);
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
    [AllowedValues("customer", "merchant")]
    public string? Kind { get; init; }

    /// <summary>The account's status: active, blocked, canceled, or the name of a status of the org, such as DEBIT_ONLY.</summary>
    [RegularExpression(AccountWords.StatusPattern)]
    public string? Status { get; init; }

    /// <summary>The account's processing: normal or delayed.</summary>
    [AllowedValues("normal", "delayed")]
    public string? Processing { get; init; }

    /// <summary>The account's currency of ISO 4217. It can be changed only before the account's first movement.</summary>
    public string? Currency { get; init; }

    /// <summary>The amount by which the balance may go below 0: 0 or more.</summary>
    [Range(typeof(decimal), "0", "999999999999999.999")]
    public decimal? CreditLimit { get; init; }

    /// <summary>
    /// The account's own fees, which count instead of the fees of the processing codes: all of them, so that an empty list removes them.
    /// </summary>
    public IReadOnlyList<AccountFeeRequest?>? Fees { get; init; }

    /// <summary>The limits of transfers that take from the account; a limit that is null or absent is removed.</summary>
    public LimitsRequest? Limits { get; init; }

    /// <summary>What Pismo's account shows of the holder. It takes the place of all that was set before.</summary>
    public AccountProfile? Profile { get; init; }
}

/// <summary>Carries the largest amounts that a transfer may take from the account.</summary>
internal sealed class LimitsRequest
{
    /// <summary>The limit of one transfer.</summary>
    [Range(typeof(decimal), "0", "999999999999999.999")]
    public decimal? PerOperation { get; init; }

    /// <summary>The limit of all transfers of a day.</summary>
    [Range(typeof(decimal), "0", "999999999999999.999")]
    public decimal? PerDay { get; init; }
}

/// <summary>Shows an account to people.</summary>
/// <param name="Id">The id.</param>
/// <param name="Kind">customer or merchant.</param>
/// <param name="Status">active, blocked, canceled, or the name of another status of the org.</param>
/// <param name="Processing">normal, or delayed: operations are accepted with 202 and posted later.</param>
/// <param name="Currency">The currency, three letters.</param>
/// <param name="Balance">The balance: the sum of all movements.</param>
/// <param name="CreditLimit">The amount by which a transfer may take the balance below 0.</param>
/// <param name="Held">What is held of the balance by hold funds.</param>
/// <param name="Available">The balance and the credit limit together, without what is held.</param>
/// <param name="Limits">The limits of transfers.</param>
/// <param name="Fees">The account's own fees.</param>
/// <param name="OpenedAt">The time at which the account was opened.</param>
/// <param name="Profile">What was set of the holder; absent when nothing was.</param>
/// <param name="At">The moment that was asked for; absent when none was.</param>
internal sealed record AccountView(
    long Id, string Kind, string Status, string Processing, string Currency, decimal Balance, decimal CreditLimit, decimal Held,
    decimal Available, LimitsView Limits, IReadOnlyList<AccountFeeView> Fees, DateTime OpenedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] AccountProfile? Profile,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] AccountMomentView? At)
{
    internal static AccountView Of(AccountRow row, BookMoment? at = null) => new(
        row.Id, row.Kind, AccountWords.Shown(row.Status), row.Processing, row.Currency, row.Balance, row.CreditLimit, row.Held,
        row.Balance + row.CreditLimit - row.Held, new LimitsView(row.LimitPerOperation, row.LimitPerDay), AccountFeeView.Of(row.Fees),
        row.OpenedAt.UtcDateTime, row.Profile is null ? null : AccountProfile.Read(row.Profile),
        at is null ? null : AccountMomentView.Of(at));
}

/// <summary>
/// Holds the largest amounts that a transfer may take from the account, per operation and per day; null means no limit.
/// </summary>
internal sealed record LimitsView(decimal? PerOperation, decimal? PerDay);

/// <summary>Counts the accounts of a range that the call opened, and those that existed before.</summary>
internal sealed record RangeView(long Opened, long Existing);
