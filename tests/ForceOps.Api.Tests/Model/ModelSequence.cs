using System.Text;
using ForceOps.Api.Access;
using ForceOps.Api.Tests.Delayed;
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
    private readonly ModelIds _ids = new();
    private readonly ModelRequests _requests;
    private readonly Random _random;
    private readonly List<string> _steps = [];
    private readonly ModelInterruptions _interruptions;
    private readonly string _name;
    private readonly bool _delays;
    private ModelBooks _books;
    private long _nextId = FirstModelId;

    private ModelSequence(Tenant tenant, OrgRules rules, int seed, int number, DateTimeOffset now, bool delays)
    {
        _delays = delays;
        (_tenant, _name) = (tenant, $"sequence {number} of FORCEOPS_SEED={seed}, org {tenant.Org}");
        _books = new ModelBooks(rules, now, FirstModelId);
        _requests = new ModelRequests(_ids, delays);
        _random = RandomOf(seed, number);
        _interruptions = new ModelInterruptions(this, tenant, now);
    }

    /// <summary>What the default seed lets an org do.</summary>
    internal static OrgRules Rules { get; } = new(
        DefaultSeed.Org.Currency, OpenOnFirstUse: true, DefaultSeed.Org.Codes.ToDictionary(rule => rule.Code));

    /// <summary>The books in memory, as all steps so far left them.</summary>
    internal LedgerState Books => _books.State;

    internal ModelIds Ids => _ids;

    internal ModelRequests Requests => _requests;

    /// <summary>Hears what a step came across beside its own outcome.</summary>
    internal Action<string> Seen { get; private set; } = _ => { };

    /// <summary>A copy of the books, as a snapshot is one.</summary>
    internal ModelBooks CopyOfBooks() => _books.Copy(Books.Now, 0);

    /// <summary>The steps of a sequence. Each draws by its own number alone, so that others can be left out.</summary>
    internal static IReadOnlyList<int> Draw(int seed, int number, int steps)
    {
        var random = RandomOf(seed, number);
        return [.. Enumerable.Range(0, steps).Select(_ => random.Next())];
    }

    /// <summary>Plays the steps in a new org, and compares the books at the end.</summary>
    internal static async Task PlayAsync(
        Tenant tenant, OrgRules rules, int seed, int number, IReadOnlyList<int> steps, Action<string> seen)
    {
        var sequence = await BeginAsync(tenant, seed, number, TimeProvider.System.GetUtcNow(), rules);
        sequence.Seen = seen;
        foreach (var step in steps)
            seen(await sequence._interruptions.PlayAsync(new Random(step)));
        await sequence.CompareBooksAsync();
    }

    /// <summary>Opens the accounts of a sequence.</summary>
    /// <param name="now">The time of the org's clock.</param>
    /// <param name="rules">What the model goes by; null for what the service goes by.</param>
    /// <param name="delays">True when some operations are accepted for later.</param>
    internal static async Task<ModelSequence> BeginAsync(
        Tenant tenant, int seed, int number, DateTimeOffset now, OrgRules? rules = null, bool delays = true)
    {
        var sequence = new ModelSequence(tenant, rules ?? Rules, seed, number, now, delays);
        await sequence.OpenAccountsAsync();
        return sequence;
    }

    /// <summary>Goes on with a copy of the books, at the time.</summary>
    internal void Become(ModelBooks books, DateTimeOffset now, bool settles = false)
    {
        _nextId = Math.Max(_nextId, _books.NextId);
        _books = books.Copy(now, _nextId, settles ? _nextId : null);
    }

    /// <summary>What waits to be posted, in the order of acceptance.</summary>
    internal IReadOnlyList<DelayedOperation> Waiting => _books.Waiting;

    internal string Note(string step, string seen)
    {
        _steps.Add(step);
        return seen;
    }

    // Sequences of neighbouring numbers must not resemble each other.
    private static Random RandomOf(int seed, int number) => new(unchecked((seed * 1_000_003) + (number * 7919)));

    internal async Task OpenAccountsAsync()
    {
        // The model's day never ends; the service's must not end either while an account has a limit for the day.
        decimal? perDay = Books.Now.TimeOfDay < new TimeSpan(23, 55, 0) ? 400 : null;
        await OpenAsync(1, "USD", AccountKind.Customer, AccountStatus.Normal, new AccountFunds(100, null, null, null, 0));
        await OpenAsync(2, "USD", AccountKind.Customer, AccountStatus.Normal, new AccountFunds(1000, 100, perDay, null, 0));
        await OpenAsync(3, "BRL", AccountKind.Customer, AccountStatus.Normal, new AccountFunds(50, null, null, null, 0));
        await OpenAsync(4, "USD", AccountKind.Customer, AccountStatus.Blocked, AccountFunds.None);
        await OpenAsync(5, "JPY", AccountKind.Customer, AccountStatus.Normal, new AccountFunds(500, null, null, null, 0));
        await OpenAsync(9, "USD", AccountKind.Customer, AccountStatus.Normal,
            new AccountFunds(100, null, null, null, 0), isDelayed: _delays);
        await OpenAsync(500, "USD", AccountKind.Merchant, AccountStatus.Normal, new AccountFunds(20, 50, null, null, 0));
    }

    private async Task OpenAsync(
        long id, string currency, AccountKind kind, AccountStatus status, AccountFunds funds, bool isDelayed = false)
    {
        Books.Load(new Account(id, kind, Currency.Parse(currency)) { Status = status, Funds = funds, IsDelayed = isDelayed });
        var answer = await _tenant.PutAsync(
            $"/sandbox/accounts/{id}",
            $$"""
            {"currency":"{{currency}}","processing":"{{(isDelayed ? "delayed" : "normal")}}",
             "kind":"{{(kind == AccountKind.Customer ? "customer" : "merchant")}}","credit_limit":{{funds.CreditLimit}},
             "status":"{{(status == AccountStatus.Normal ? "active" : "blocked")}}",
             "limits":{"per_operation":{{funds.PerOperation?.ToString() ?? "null"}},"per_day":{{funds.PerDay?.ToString() ?? "null"}} } }
            """);
        Assert.Equal(200, answer.Code);
    }

    /// <summary>Sends one request and decides it in memory; another answer fails the test.</summary>
    internal Task<string> StepAsync() => SendAsync(_requests.Next(_random));

    internal async Task<string> SendAsync(ModelRequest request)
    {
        var answer = await _tenant.SendAsync(HttpMethod.Post, request.Path, request.Body, [.. request.Headers]);
        var operation = request.Operation;
        if (!request.NamesTrackingId)
        {
            // The service made one, and a request that is sent again is a new one.
            var made = answer.Code < 300 ? request.MadeTrackingId(answer.Json) : TrackingId.Parse(Tenant.NewTrackingId());
            operation = operation with { TrackingId = made };
        }
        var outcome = request.Decide(Books, operation);
        var headers = string.Join(' ', request.Headers);
        _steps.Add($"POST {request.Path} {request.Body} {headers}\n    service {answer.Code} {answer.Text}\n    model   {outcome}");
        if (request is ModelCardRequest card)
            return await SeeCardAsync(card, outcome, answer);
        if (ModelAnswer.DifferenceTo(outcome, operation, answer, _ids) is { } difference)
            throw new XunitException(Report(difference));
        var (status, code) = ModelAnswer.Expected(outcome, operation);
        if (operation.Delay == TimeSpan.Zero)
            await _interruptions.FinishDueAsync();
        return $"{operation.GetType().Name} {status} {code}";
    }

    private async Task<string> SeeCardAsync(ModelCardRequest request, Outcome outcome, Answer answer)
    {
        if (request.DifferenceTo(outcome, answer) is { } difference)
            throw new XunitException(Report(difference));
        if (outcome is Outcome.Accepted accepted)
            await FindAsync(accepted);
        var shown = outcome is Outcome.Accepted or Outcome.Duplicate && answer.Code < 300 ? request.IdIn(answer) : null;
        var posted = (outcome as Outcome.Accepted)?.Authorization ?? (outcome as Outcome.Duplicate)?.Earlier;
        if (shown is not null && ModelAnswer.Differs("transaction id", _ids.ServiceIdOf(posted!.Id), shown) is { } other)
            throw new XunitException(Report(other));
        var (status, code) = request.Expected(outcome);
        return $"{request.Operation.Channel} {request.Operation.GetType().Name} {status} {code}";
    }

    /// <summary>Asks for the ids of what was posted without an answer. Those of a pair follow each other, the giving side first.</summary>
    internal async Task FindAsync(Outcome.Accepted accepted)
    {
        var answer = await _tenant.FindAsync(accepted.Authorization.TrackingId.Text);
        if (answer.Code != 200)
            throw new XunitException(Report($"what was posted is not there: {answer.Code} {answer.Text}"));
        var id = answer.Json.GetProperty("id").GetInt64();
        foreach (var side in new[] { accepted.Authorization, accepted.Counterpart }.OfType<Authorization>())
            _ids.Add(side, side.OwnsTrackingId ? id : id + 1);
    }

    private async Task CompareBooksAsync()
    {
        var shown = (await _tenant.GetAsync("/sandbox/accounts?limit=1000")).Json.GetProperty("items").EnumerateArray();
        var items = shown.Select(account => string.Join(
            ' ', account.GetProperty("id"), account.GetProperty("kind"), account.GetProperty("currency"),
            $"{account.GetProperty("balance").GetDecimal():0.####} holds {account.GetProperty("held").GetDecimal():0.####}"));
        var expected = Books.Accounts.OrderBy(account => account.Id).Select(account => string.Join(
            ' ', account.Id, account.Kind == AccountKind.Customer ? "customer" : "merchant", account.Currency,
            $"{account.Balance:0.####} holds {account.Held:0.####}"));
        var (service, model) = (string.Join(", ", items), string.Join(", ", expected));
        if (!string.Equals(service, model, StringComparison.Ordinal))
            throw new XunitException(Report($"the balances differ:\n  service {service}\n  model   {model}"));
        var (waiting, expectedWaiting) = (await _tenant.WaitingAsync(), Waiting.Select(one => one.Operation.TrackingId.Text));
        if (ModelAnswer.Differs("waiting", string.Join(' ', expectedWaiting), string.Join(' ', waiting)) is { } difference)
            throw new XunitException(Report(difference));
        foreach (var authorization in _books.Authorizations.Where(one => one.CanceledAmount > 0).TakeLast(5))
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
        foreach (var account in Books.Accounts.OrderBy(account => account.Id))
            text.AppendLine($"  {account.Id} {account.Currency} {account.Balance}");
        return text.ToString();
    }
}
