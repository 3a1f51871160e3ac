namespace ForceOps.Torture.Crash;

/// <summary>
/// A client with accounts of its own, of which it knows every cent, and with accounts that it shares with all others. It does one thing
/// after the other, retries what was not answered with the same tracking id, and keeps a log of all it sent and heard.
/// </summary>
internal sealed class Client(Caller caller, int number, int seed) : IDisposable
{
    /// <summary>The accounts that all clients post to. The last of them answers 202 and posts later.</summary>
    internal const int SharedAccounts = 4;

    private const int OwnAccounts = 3;

    private readonly Random _random = new(seed);
    private readonly Operations _operations = new($"c{number:D2}", new Random(seed ^ 0x5eed));
    private readonly List<SentOperation> _log = [];
    private readonly Dictionary<long, (decimal Balance, decimal Held)> _own =
        Enumerable.Range(SharedAccounts + 1 + (number * OwnAccounts), OwnAccounts).ToDictionary(id => (long)id, _ => (0m, 0m));
    private readonly Dictionary<SentOperation, decimal> _left = [];

    /// <summary>The accounts of so many clients and those that they share.</summary>
    internal static int AccountsOf(int clients) => SharedAccounts + (clients * OwnAccounts);

    internal IReadOnlyList<SentOperation> Log => _log;

    /// <summary>Posts one operation after the other while it may; returns when the last one has an end.</summary>
    internal async Task RunAsync(Func<bool> goOn)
    {
        while (goOn())
        {
            if (_random.Next(100) < 3 && Pick(_log, one => one.Fate is Fate.Posted) is { } earlier)
            {
                // Whatever happened meanwhile, a repeat hears of the first one.
                await caller.SettleAsync(earlier);
                continue;
            }
            var chosen = Choose();
            _log.AddRange(chosen);
            // Two tries at once, over two services where there are two: one of them posts, and both hear of the same posting.
            var twice = chosen.Count == 1 && chosen[0].Expected == Expectation.Posted && _random.Next(100) < 5 ? 2 : 1;
            await Task.WhenAll(Enumerable.Repeat(chosen, twice).SelectMany(one => one).Select(caller.SettleAsync));
            foreach (var operation in chosen.Where(one => one.Fate == Fate.Posted))
                Believe(operation);
        }
    }

    public void Dispose() => caller.Dispose();

    private List<SentOperation> Choose()
    {
        var account = _own.Keys.ElementAt(_random.Next(OwnAccounts));
        var spendable = Math.Floor(_own[account].Balance - _own[account].Held);
        var die = _random.Next(100);
        if (die < 12 && Canceled(OperationKind.Credit, OperationKind.Debit) is var (force, part))
            return [_operations.CancelForce(force, part)];
        if (die < 17 && Pick(_left.Keys, one => one.Kind is OperationKind.Credit && _left[one] > 3) is { } contested)
        {
            // Each wants more than a third of what is left, so that at most two of three get it.
            var share = Math.Round(_left[contested] * 0.4m, 2);
            return [.. Enumerable.Range(0, 3).Select(_ => _operations.CancelForce(contested, share, Expectation.Either))];
        }
        if (die < 29 && spendable > 1)
            return [_operations.Transfer(account, OtherThan(account), Between(spendable))];
        if (die < 33 && Canceled(OperationKind.Transfer) is var (transfer, back))
            return [_operations.CancelTransfer(transfer, back)];
        if (die < 38 && spendable > 1)
            return [_operations.Hold(account, Between(spendable))];
        if (die < 42 && Canceled(OperationKind.Hold) is var (hold, released))
            return [_operations.Release(hold, released)];
        if (die < 47)
            return [_operations.Payment(account, Between(100), cashIn: true)];
        if (die < 52 && spendable > 1)
            return [_operations.Payment(account, Between(spendable), cashIn: false)];
        if (die < 55 && Canceled(OperationKind.CashIn, OperationKind.CashOut) is var (payment, refund))
            return [_operations.CancelPayment(payment, refund)];
        if (die < 57)
            return [_operations.Transfer(account, OtherThan(account), Math.Max(0, spendable) + 1000, Expectation.NotPosted)];
        if (die < 59)
            return [_operations.Payment(account, Math.Max(0, spendable) + 1000, cashIn: false, Expectation.NotPosted)];
        if (die < 64)
            return [_operations.Force(account, Between(20), credit: false)];
        return [_operations.Force(die < 82 ? account : 1 + _random.Next(SharedAccounts), Between(200), credit: die < 95)];
    }

    private (SentOperation Operation, decimal Part)? Canceled(params OperationKind[] kinds)
    {
        if (Pick(_left.Keys, one => kinds.Contains(one.Kind) && _left[one] > 0) is not { } found)
            return null;
        var left = _left[found];
        return (found, left < 1 || _random.Next(3) == 0 ? left : Math.Round(left * _random.Next(10, 90) / 100m, 2));
    }

    /// <summary>Reckons an own posting into what it knows.</summary>
    private void Believe(SentOperation operation)
    {
        foreach (var (account, amount) in operation.Moves.Where(move => _own.ContainsKey(move.Account)))
            _own[account] = _own[account] with { Balance = _own[account].Balance + amount };
        if (operation.Holds != 0)
            _own[operation.Account] = _own[operation.Account] with { Held = _own[operation.Account].Held + operation.Holds };
        if (operation.Of is { } original)
            _left[original] -= operation.Amount;
        else
            _left[operation] = operation.Amount;
    }

    private SentOperation? Pick(IEnumerable<SentOperation> from, Func<SentOperation, bool> fits)
    {
        var fitting = from.Where(fits).ToList();
        return fitting.Count == 0 ? null : fitting[_random.Next(fitting.Count)];
    }

    private long OtherThan(long account) => _own.Keys.Where(id => id != account).ElementAt(_random.Next(OwnAccounts - 1));

    private decimal Between(decimal largest) => Math.Max(0.01m, Math.Round(largest * _random.Next(1, 100) / 100m, 2));
}
