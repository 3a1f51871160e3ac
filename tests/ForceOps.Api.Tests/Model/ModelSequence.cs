using System.Text;
using ForceOps.Api.Access;
using ForceOps.Api.Tests.Service;
using Xunit.Sdk;

namespace ForceOps.Api.Tests.Model;

/// <summary>A random sequence in an org of its own, taken through the service and through the rules on books in memory.</summary>
internal sealed class ModelSequence
{
    private const int StepsReported = 40;

    /// <summary>The model's ids lie where the service's are not, so that a mix-up shows.</summary>
    private const long FirstModelId = 7_000_000_000_000;

    private readonly Tenant _tenant;
    private readonly LedgerState _books;
    private readonly ModelIds _ids = new();
    private readonly ModelRequests _requests;
    private readonly List<string> _steps = [];
    private readonly string _name;

    private ModelSequence(Tenant tenant, int seed, int number, DateTimeOffset now)
    {
        (_tenant, _name) = (tenant, $"sequence {number} of FORCEOPS_SEED={seed}, org {tenant.Org}");
        var codes = DefaultSeed.Org.Codes.ToDictionary(rule => rule.Code);
        _books = new LedgerState(new OrgRules(DefaultSeed.Org.Currency, OpenOnFirstUse: true, codes), now, FirstModelId);
        // Sequences of neighbouring numbers must not resemble each other.
        _requests = new ModelRequests(new Random(unchecked((seed * 1_000_003) + (number * 7919))), _ids);
    }

    /// <summary>The books in memory, as all steps so far left them.</summary>
    internal LedgerState Books => _books;

    internal ModelIds Ids => _ids;

    internal static async Task RunAsync(Tenant tenant, int seed, int number, int steps, Action<string> seen)
    {
        var sequence = await BeginAsync(tenant, seed, number, TimeProvider.System.GetUtcNow());
        for (var step = 0; step < steps; step++)
            seen(await sequence.StepAsync());
        await sequence.CompareBooksAsync();
    }

    /// <summary>Opens the accounts of a sequence.</summary>
    /// <param name="now">The time of the org's clock.</param>
    internal static async Task<ModelSequence> BeginAsync(Tenant tenant, int seed, int number, DateTimeOffset now)
    {
        var sequence = new ModelSequence(tenant, seed, number, now);
        // The model's day never ends; the service's must not end either while an account has a limit for the day.
        await sequence.OpenAccountsAsync(perDay: now.TimeOfDay < new TimeSpan(23, 55, 0) ? 400 : null);
        return sequence;
    }

    private async Task OpenAccountsAsync(decimal? perDay)
    {
        await OpenAsync(1, "USD", AccountKind.Customer, AccountStatus.Normal, new AccountFunds(100, null, null, null, 0));
        await OpenAsync(2, "USD", AccountKind.Customer, AccountStatus.Normal, new AccountFunds(1000, 100, perDay, null, 0));
        await OpenAsync(3, "BRL", AccountKind.Customer, AccountStatus.Normal, new AccountFunds(50, null, null, null, 0));
        await OpenAsync(4, "USD", AccountKind.Customer, AccountStatus.Blocked, AccountFunds.None);
        await OpenAsync(5, "JPY", AccountKind.Customer, AccountStatus.Normal, new AccountFunds(500, null, null, null, 0));
        await OpenAsync(500, "USD", AccountKind.Merchant, AccountStatus.Normal, new AccountFunds(20, 50, null, null, 0));
    }

    private async Task OpenAsync(long id, string currency, AccountKind kind, AccountStatus status, AccountFunds funds)
    {
        _books.Load(new Account(id, kind, Currency.Parse(currency)) { Status = status, Funds = funds });
        var answer = await _tenant.PutAsync(
            $"/sandbox/accounts/{id}",
            $$"""
            {"currency":"{{currency}}","kind":"{{(kind == AccountKind.Customer ? "customer" : "merchant")}}","credit_limit":{{funds.CreditLimit}},
             "status":"{{(status == AccountStatus.Normal ? "active" : "blocked")}}",
             "limits":{"per_operation":{{funds.PerOperation?.ToString() ?? "null"}},"per_day":{{funds.PerDay?.ToString() ?? "null"}} } }
            """);
        Assert.Equal(200, answer.Code);
    }

    /// <summary>Sends one request and decides it in memory; another answer fails the test.</summary>
    internal async Task<string> StepAsync()
    {
        var request = _requests.Next();
        var answer = await _tenant.SendAsync(HttpMethod.Post, request.Path, request.Body);
        var operation = request.Operation;
        if (!request.NamesTrackingId)
        {
            // The service made one, and a request that is sent again is a new one.
            var made = answer.Code < 300 ? answer.Json.GetProperty("tracking_id").GetString()! : Tenant.NewTrackingId();
            operation = operation with { TrackingId = TrackingId.Parse(made) };
        }
        var outcome = Ledger.Decide(_books, operation);
        _steps.Add($"POST {request.Path} {request.Body}\n    service {answer.Code} {answer.Text}\n    model   {outcome}");
        if (ModelAnswer.DifferenceTo(outcome, operation, answer, _ids) is { } difference)
            throw new XunitException(Report(difference));
        var (status, code) = ModelAnswer.Expected(outcome, operation);
        return $"{operation.GetType().Name} {status} {code}";
    }

    private async Task CompareBooksAsync()
    {
        var shown = (await _tenant.GetAsync("/sandbox/accounts?limit=1000")).Json.GetProperty("items").EnumerateArray();
        var items = shown.Select(account => string.Join(
            ' ', account.GetProperty("id"), account.GetProperty("kind"), account.GetProperty("currency"),
            $"{account.GetProperty("balance").GetDecimal():0.####} holds {account.GetProperty("held").GetDecimal():0.####}"));
        var expected = _books.Accounts.OrderBy(account => account.Id).Select(account => string.Join(
            ' ', account.Id, account.Kind == AccountKind.Customer ? "customer" : "merchant", account.Currency,
            $"{account.Balance:0.####} holds {account.Held:0.####}"));
        var (service, model) = (string.Join(", ", items), string.Join(", ", expected));
        if (!string.Equals(service, model, StringComparison.Ordinal))
            throw new XunitException(Report($"the balances differ:\n  service {service}\n  model   {model}"));
        foreach (var authorization in _books.Recorded.Where(one => one.CanceledAmount > 0).TakeLast(5))
        {
            var row = (await _tenant.GetAsync($"/sandbox/authorizations/{_ids.ServiceIdOf(authorization.Id)}")).Json;
            var (amount, fee) = (row.GetProperty("canceled_amount").GetDecimal(), row.GetProperty("canceled_fee").GetDecimal());
            if ((amount, fee) != (authorization.CanceledAmount, authorization.CanceledFee))
                throw new XunitException(Report($"of {authorization.Id} canceled {amount} and fee {fee}"));
        }
    }

    internal string Report(string what)
    {
        var text = new StringBuilder($"{_name}, step {_steps.Count}: {what}\nthe last steps:\n");
        foreach (var step in _steps.TakeLast(StepsReported))
            text.AppendLine(step);
        text.AppendLine("balances of the model:");
        foreach (var account in _books.Accounts.OrderBy(account => account.Id))
            text.AppendLine($"  {account.Id} {account.Currency} {account.Balance}");
        return text.ToString();
    }
}
