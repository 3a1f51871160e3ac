using System.Text.Json;
using ForceOps.Api.Tests.Clock;
using ForceOps.Api.Tests.Model;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Snapshots;

namespace ForceOps.Api.Tests.Moments;

/// <summary>
/// Random sequences over HTTP, of which the rules in memory say after each operation how the books are. Afterwards the service is asked
/// for any of these moments, by id and by time, and must say the same. FORCEOPS_SEED draws other sequences.
/// </summary>
public sealed class MomentSequenceTests(SharedService shared)
{
    private const int FixedSeed = 20_261_128;
    private const int StepsEach = 100;
    private const int LooksEach = 12;
    private static readonly int Sequences = Thorough.Rounds(5, 60);
    private static readonly DateTimeOffset Begin = new(2031, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_books_of_every_moment_are_what_the_rules_said_then()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("FORCEOPS_SEED"), out var given) ? given : FixedSeed;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Sequences), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, _) =>
        {
            await using var tenant = shared.NewTenant();
            await new Look(tenant, new Random(unchecked((seed * 31) + number))).RunAsync(seed, number);
        });
    }

    /// <summary>What the rules said after an operation.</summary>
    /// <param name="Time">When it was posted by the org's clock.</param>
    /// <param name="Posted">The service's ids of what it posted.</param>
    /// <param name="Accounts">Each account with its balance and what is held of it.</param>
    /// <param name="Status">The status of the account that no request names.</param>
    /// <param name="Canceled">What is canceled of each authorization, by the model's ids.</param>
    /// <param name="Movements">How many movements there were.</param>
    private sealed record Memory(
        DateTimeOffset Time, IReadOnlyList<long> Posted, IReadOnlyList<string> Accounts, string Status,
        IReadOnlyDictionary<long, (decimal Amount, decimal Fee)> Canceled, int Movements);

    private sealed class Look(Tenant tenant, Random random)
    {
        /// <summary>An account that no request of a sequence names: its status changes between the operations.</summary>
        private const long Bystander = 900;

        private readonly List<Memory> _memories = [];
        private ModelSequence _sequence = null!;

        internal async Task RunAsync(int seed, int number)
        {
            await tenant.FreezeAsync(Begin.ToString("O"));
            // A moment is what one operation left: what waits would come between two of them.
            _sequence = await ModelSequence.BeginAsync(tenant, seed, number, Begin, delays: false);
            await tenant.PutAsync($"/sandbox/accounts/{Bystander}", "{}").SuccessAsync();
            var status = "active";
            for (var step = 1; step <= StepsEach; step++)
            {
                await tenant.AdvanceAsync("PT1S");
                var known = _sequence.Ids.Posted.Count;
                await _sequence.StepAsync();
                Remember(Begin.AddSeconds(step), status, known);
                if (random.Next(5) > 0)
                    continue;
                status = random.Next(3) switch { 0 => "active", 1 => "blocked", _ => "DEBIT_ONLY" };
                await tenant.AdvanceAsync("PT0.5S");
                await tenant.PutAsync($"/sandbox/accounts/{Bystander}", $$"""{"status":"{{status}}"}""").SuccessAsync();
                await tenant.SetClockAsync($$"""{"mode":"frozen","now":"{{Begin.AddSeconds(step):O}}"}""");
            }
            await tenant.AdvanceAsync("PT1S");
            for (var look = 0; look < LooksEach; look++)
                await CompareAsync(_memories[random.Next(_memories.Count)]);
        }

        private void Remember(DateTimeOffset time, string status, int known)
        {
            var books = _sequence.Books;
            var posted = _sequence.Ids.Posted.Skip(known).Select(one => _sequence.Ids.ServiceIdOf(one.Id)!.Value);
            _memories.Add(new Memory(
                time, [.. posted], [.. books.Accounts.OrderBy(one => one.Id).Select(one => $"{one.Id} {one.Balance:0.####} holds {one.Held:0.####}")],
                status, books.Recorded.ToDictionary(one => one.Id, one => (one.CanceledAmount, one.CanceledFee)), books.Movements.Count));
        }

        private async Task CompareAsync(Memory then)
        {
            // Statuses change half a second after an operation, so a time in the second half is behind the change.
            List<string> moments = [$"at={then.Time:yyyy-MM-ddTHH:mm:ss.fff}Z", $"at={then.Time.AddSeconds(0.25):yyyy-MM-ddTHH:mm:ss.fff}Z"];
            moments.AddRange(then.Posted.Select(id => $"at_authorization={id}"));
            foreach (var moment in moments)
            {
                await CompareAccountsAsync(moment, then);
                await CompareMovementsAsync(moment, then);
                await CompareAuthorizationAsync(moment, then);
                var check = await tenant.GetAsync($"/sandbox/check?{moment}");
                Same("ok", true, check.Json.GetProperty("ok").GetBoolean(), $"{moment}: {check.Text}");
                Same("movements", then.Movements, check.Json.GetProperty("checked").GetProperty("movements").GetInt32(), moment);
                Same("authorizations", then.Canceled.Count, check.Json.GetProperty("checked").GetProperty("authorizations").GetInt32(), moment);
            }
        }

        private async Task CompareAccountsAsync(string moment, Memory then)
        {
            var items = (await tenant.GetAsync($"/sandbox/accounts?limit=1000&{moment}").SuccessAsync()).Json.GetProperty("items").EnumerateArray().ToList();
            var (others, own) = (items.FindAll(one => Id(one) != Bystander), items.Find(one => Id(one) == Bystander));
            Same("accounts", string.Join(", ", then.Accounts), string.Join(", ", others.Select(Shown)), moment);
            Same("status", then.Status, own.GetProperty("status").GetString(), moment);
            var account = await tenant.GetAsync($"/sandbox/accounts/{RandomId()}?{moment}");
            var expected = then.Accounts.SingleOrDefault(one => account.Code == 200 && one == Shown(account.Json));
            Same("one account", account.Code == 200, expected is not null, $"{moment}: {account.Text}");
        }

        private async Task CompareMovementsAsync(string moment, Memory then)
        {
            var id = RandomId();
            var expected = _sequence.Books.Movements.Take(then.Movements).Where(one => one.DebitAccount == id || one.CreditAccount == id)
                .Select(one => one.DebitAccount == id ? (-one.Amount, one.DebitBalance!.Value) : (one.Amount, one.CreditBalance!.Value));
            var shown = (await tenant.GetAsync($"/sandbox/accounts/{id}/movements?limit=1000&{moment}")).Json.GetProperty("items")
                .EnumerateArray().Select(one => (one.GetProperty("amount").GetDecimal(), one.GetProperty("balance_after").GetDecimal()));
            Same($"movements of {id}", Text(expected.Reverse()), Text(shown), moment);
        }

        private async Task CompareAuthorizationAsync(string moment, Memory then)
        {
            var all = _sequence.Books.Recorded.ToList();
            var canceled = all.FindAll(one => one.CanceledAmount > 0);
            var one = random.Next(2) == 0 && canceled.Count > 0 ? canceled[random.Next(canceled.Count)] : all[random.Next(all.Count)];
            var answer = await tenant.GetAsync($"/sandbox/authorizations/{_sequence.Ids.ServiceIdOf(one.Id)}?{moment}");
            if (!then.Canceled.TryGetValue(one.Id, out var expected))
            {
                Same($"authorization {one.Id}", 404, answer.Code, moment);
                return;
            }
            Same($"authorization {one.Id}", 200, answer.Code, $"{moment}: {answer.Text}");
            Same($"canceled of {one.Id}", expected,
                (answer.Json.GetProperty("canceled_amount").GetDecimal(), answer.Json.GetProperty("canceled_fee").GetDecimal()), moment);
            var cancellations = all.FindAll(row => row.ParentId == one.Id && row.Denied is null && then.Canceled.ContainsKey(row.Id))
                .Select(row => _sequence.Ids.ServiceIdOf(row.Id)!.Value);
            var shown = answer.Json.GetProperty("cancellations").EnumerateArray().Select(row => row.GetProperty("authorization_id").GetInt64());
            Same($"cancellations of {one.Id}", string.Join(' ', cancellations), string.Join(' ', shown), moment);
        }

        private long RandomId()
        {
            var accounts = _sequence.Books.Accounts.Select(one => one.Id).ToList();
            return accounts[random.Next(accounts.Count)];
        }

        private void Same<T>(string what, T expected, T actual, string moment) => Assert.True(
            EqualityComparer<T>.Default.Equals(expected, actual), _sequence.Report($"{what} at {moment}:\n  model   {expected}\n  service {actual}"));

        private static long Id(JsonElement account) => account.GetProperty("id").GetInt64();

        private static string Shown(JsonElement account) => FormattableString.Invariant(
            $"{Id(account)} {account.GetProperty("balance").GetDecimal():0.####} holds {account.GetProperty("held").GetDecimal():0.####}");

        private static string Text(IEnumerable<(decimal Amount, decimal Balance)> movements) =>
            string.Join(", ", movements.Select(one => $"{one.Amount:0.####} to {one.Balance:0.####}"));
    }
}
