using System.Text.Json;
using ForceOps.Api.Tests.Faults;

namespace ForceOps.Api.Tests.Model;

/// <summary>
/// Draws requests that are well formed, so that the books decide about them: likely ones, impossible ones, and repeats. Fields are
/// drawn from few values, so that requests meet each other.
/// </summary>
/// <param name="delays">True when some operations ask to be posted later.</param>
internal sealed class ModelRequests(ModelIds ids, bool delays = true)
{
    internal const long Nobody = long.MaxValue;

    /// <summary>Amounts of which several fit into what there is, so that more than one step succeeds on what is held or paid.</summary>
    internal static readonly decimal[] SmallAmounts = [0.01m, 1, 1, 2.50m, 2, 5, 5, 10, 33.33m, 100, 1.005m];

    internal static readonly decimal[] Amounts = [0.01m, 1, 2.50m, 10, 33.33m, 50, 100, 250, 1.005m];
    private static readonly string[] ForceCodes = [
        "090907", "090907", "090907", "090908", "090908", "090910", "090911", "090900", "NOSUCH"];
    internal static readonly string[] SideCodes = ["090907", "090908", "090900", "NOSUCH"];
    internal static readonly long[] Customers = [1, 1, 1, 2, 2, 2, 3, 4, 5, 6, 7, 9, 500];

    /// <summary>The accounts that hold funds and payments are asked of: mostly such as have money.</summary>
    internal static readonly long[] Holders = [1, 1, 1, 2, 2, 2, 2, 3, 4, 5, 6, 9, 500];

    private readonly List<ModelRequest> _sent = [];
    private Random _random = null!;

    /// <summary>
    /// Draws the next request. What it names is counted from the latest, so that it stays when earlier ones are left out.
    /// </summary>
    internal ModelRequest Next(Random random)
    {
        _random = random;
        var request = random.Next(100) switch
        {
            < 12 when _sent.Count > 0 => _sent[^(1 + random.Next(_sent.Count))],
            < 29 => Force(),
            < 38 => CancelForce(),
            < 59 => new ModelTransferRequests(this).Next(),
            < 71 => new ModelCardRequests(this).Next(),
            < 82 => new ModelHoldRequests(this).Next(),
            _ => new ModelPaymentRequests(this).Next(),
        };
        _sent.Add(request);
        return request;
    }

    private ModelRequest Force()
    {
        var (account, amount, code) = (Pick(Customers), Pick(Amounts), Pick(ForceCodes));
        var currency = CurrencyFor(amount);
        var date = Pick<string?>([null, null, null, null, "2020-02-29T12:00:00.000Z", "2999-01-01T00:00:00Z"]);
        var (original, serviceOriginal) = Original();
        var fields = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["account_id"] = account, ["amount"] = amount, ["processing_code"] = code, ["currency"] = currency, ["payment_datetime"] = date,
            ["original_authorization"] = original is { } named
                ? new { id = serviceOriginal, type = named.OnNetwork ? "NETWORK" : "PLATFORM" }
                : null,
        };
        return Request("/payments/v1/payments/force", fields, (tracking, descriptor, metadata) => new Force
        {
            TrackingId = tracking, CorrelationId = "", Descriptor = descriptor, Metadata = metadata, AccountId = account,
            Amount = Amount.Create(amount),
            ProcessingCode = ProcessingCode.Parse(code), Currency = currency is null ? null : Currency.Parse(currency), Original = original,
            ValueDate = date is null ? null : DateTimeOffset.Parse(date),
        });
    }

    private ModelRequest CancelForce()
    {
        var (model, service) = ForceToCancel();
        var byId = Chance(50);
        // Both names, mostly of the same operation.
        var tracking = byId && Chance(80) ? null : Chance(80) ? TrackingIdOf(model) : TrackingIdOf(ForceToCancel().Model);
        var (amount, fees) = (Chance(50) ? (decimal?)null : Pick(Amounts), Chance(40));
        var fields = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["authorization_id"] = byId ? service : null, ["original_tracking_id"] = tracking, ["amount"] = amount, ["cancel_fees"] = fees,
        };
        return Request("/payments/v1/payments/force/cancel", fields, (own, descriptor, metadata) => new CancelForce
        {
            TrackingId = own, CorrelationId = "", Descriptor = descriptor, Metadata = metadata, AuthorizationId = byId ? model : null,
            OriginalTrackingId = tracking is null
                ? null : TrackingId.Parse(tracking), Amount = amount is { } sum ? Amount.Create(sum)
                : null, CancelFees = fees,
        });
    }

    private (long Model, long Service) ForceToCancel() => Target(AuthorizationType.Force, one => one.Channel == Channel.Pismo);

    internal ModelRequest Request(string path, Dictionary<string, object?> fields, Func<TrackingId, string?, string?, Operation> make,
        bool mayLackName = true)
    {
        var (descriptor, metadata) = (Pick<string?>([null, null, null, "Rent", "Flat"]), Pick<string?>([null, null, null, """{"a":1}"""]));
        // Mostly a name of its own, now and then one that is in use, now and then none.
        var named = mayLackName ? Chance(90) : true;
        var tracking = named && ids.Posted.Count > 0 && Chance(6) && Pick(ids.Posted) is { Channel: Channel.Pismo } other
            ? other.TrackingId.Text : NewTrackingId();
        // Now and then what is to be posted later, whatever its accounts say: at once, or some hours later.
        TimeSpan? delay = delays && Chance(4) ? TimeSpan.FromHours(Pick<int>([0, 0, 3, 21])) : null;
        fields["tracking_id"] = named ? tracking : null;
        fields["descriptor"] = descriptor;
        fields["metadata"] = metadata is null ? null : JsonDocument.Parse(metadata).RootElement;
        var body = JsonSerializer.Serialize(fields.Where(field => field.Value is not null).ToDictionary(StringComparer.Ordinal));
        return new ModelRequest(path, body, make(TrackingId.Parse(tracking), descriptor, metadata) with { Delay = delay })
        {
            NamesTrackingId = named, Headers = delay is { } later ? [(FaultsOfTenant.Header, $"delay={later.TotalSeconds}s")] : [],
        };
    }

    /// <summary>An authorization to cancel or to name otherwise, rarely one of the wrong type, a denied one, or of nobody.</summary>
    internal (long Model, long Service) Target(AuthorizationType type, Func<Authorization, bool>? wanted = null)
    {
        var fitting = Chance(90)
            ? ids.Posted.Where(one => one.Type == type && (!one.IsCancellation || Chance(10)) && (one.Denied is null || Chance(10))
                && (wanted is null || wanted(one))).ToList()
            : ids.Posted;
        if (fitting.Count == 0 || Chance(3))
            return (Nobody, Nobody);
        // The latest are canceled most, so that many are canceled more than once.
        var model = fitting[^Math.Min(fitting.Count, 1 + _random.Next(_random.Next(1, 12)))].Id;
        return (model, ids.ServiceIdOf(model)!.Value);
    }

    private (OriginalAuthorization? Original, long ServiceId) Original()
    {
        if (!Chance(10))
            return (null, 0);
        if (Chance(40))
            return (new OriginalAuthorization(123, OnNetwork: true), 123);
        var (model, service) = Target(AuthorizationType.Force, one => one.Channel == Channel.Pismo);
        return (new OriginalAuthorization(model, OnNetwork: false), service);
    }

    internal long? AccountOf(long model) => ids.Posted.Find(one => one.Id == model)?.AccountId;

    /// <summary>The tracking id by which Pismo's routes can name it: PayConex's keys are too short for that.</summary>
    internal string TrackingIdOf(long model) => KeyOf(model) is { Length: >= 36 } text ? text : new string('0', 36);

    internal string? KeyOf(long model) => ids.Posted.Find(one => one.Id == model)?.TrackingId.Text;

    /// <summary>One that the amount's decimals fit, since the wire's own check of that comes before the books'.</summary>
    internal string? CurrencyFor(decimal amount) =>
        Chance(80) ? null : Pick<string>(["USD", "840", "BRL", "JPY"]) is var code && Currency.Parse(code).Fits(amount) ? code : null;

    internal string? SideCode() => Chance(88) ? null : Pick(SideCodes);

    internal static ProcessingCode? Code(string? text) => text is null ? null : ProcessingCode.Parse(text);

    private string NewTrackingId()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }

    internal string Digits(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + _random.Next(10))));

    internal int Below(int limit) => _random.Next(limit);

    internal bool Chance(int percent) => _random.Next(100) < percent;

    internal T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];
}
