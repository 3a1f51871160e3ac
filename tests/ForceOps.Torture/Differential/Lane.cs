using System.Text;
using System.Text.Json;
using ForceOps.Torture.Crash;

namespace ForceOps.Torture.Differential;

/// <summary>
/// A client with three accounts of its own, which sends one operation after the other. What it sends follows from the seed and from what it
/// heard, so that lanes of the same number send the same wherever the answers are the same.
/// </summary>
internal sealed class Lane(HttpClient http, IReadOnlyList<Uri> services, string org, int number, int seed)
{
    internal const int AccountsEach = 3;

    private readonly Random _random = new(unchecked((seed * 7919) + number));
    private readonly Operations _operations = new($"lane-{number:D4}", new Random(unchecked((seed * 31) + number)));
    private readonly List<SentOperation> _posted = [];
    private int _sent;

    internal int Number => number;

    /// <summary>What was answered, in order: the status, and the code of a refusal or denial.</summary>
    internal List<string> Heard { get; } = [];

    internal async Task RunAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            // Now and then the same once more: it must hear of the first one.
            var again = _posted.Count > 0 && _random.Next(100) < 5;
            var operation = again ? _posted[_random.Next(_posted.Count)] : Next();
            var heard = await SendAsync(operation);
            Heard.Add(heard);
            if (!again && heard is "200 " or "201 ")
                _posted.Add(operation);
        }
    }

    private SentOperation Next()
    {
        var (account, amount) = (Account(), Math.Round(_random.Next(1, 20_000) / 100m, 2));
        var other = Account();
        return _random.Next(100) switch
        {
            < 12 when Of(OperationKind.Credit, OperationKind.Debit) is { } force => _operations.CancelForce(force, amount),
            < 24 when other != account => _operations.Transfer(account, other, amount),
            < 30 when Of(OperationKind.Transfer) is { } transfer => _operations.CancelTransfer(transfer, amount),
            < 38 => _operations.Hold(account, amount),
            < 44 when Of(OperationKind.Hold) is { } hold => _operations.Release(hold, amount),
            < 56 => _operations.Payment(account, amount, cashIn: _random.Next(2) == 0),
            < 62 when Of(OperationKind.CashIn, OperationKind.CashOut) is { } payment => _operations.CancelPayment(payment, amount),
            _ => _operations.Force(account, amount, credit: _random.Next(100) < 75),
        };
    }

    private long Account() => 1 + (number * AccountsEach) + _random.Next(AccountsEach);

    /// <summary>One of the latest that were posted, so that some are canceled more than once, and too much.</summary>
    private SentOperation? Of(params OperationKind[] kinds)
    {
        var fitting = _posted.Where(one => kinds.Contains(one.Kind)).TakeLast(4).ToList();
        return fitting.Count == 0 ? null : fitting[_random.Next(fitting.Count)];
    }

    private async Task<string> SendAsync(SentOperation operation)
    {
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(services[_sent++ % services.Count], operation.Path));
            request.Headers.Add("x-tenant", org);
            request.Content = new StringContent(operation.Body, Encoding.UTF8, "application/json");
            using var answer = await http.SendAsync(request);
            var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
            // Too many callers, or a batch that others were faster than ten times: nothing was posted.
            if ((int)answer.StatusCode is 429 or 503)
                continue;
            // A success has a code too, which is made of the id.
            return $"{(int)answer.StatusCode} {Text(json, answer.IsSuccessStatusCode ? "denial_code" : "code")}";
        }
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
}
