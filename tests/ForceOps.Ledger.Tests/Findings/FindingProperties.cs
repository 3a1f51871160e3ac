using ForceOps.Findings;
using FsCheck;
using FsCheck.Fluent;

namespace ForceOps.Tests.Findings;

/// <summary>What must hold of the rules whatever a client does.</summary>
public sealed class FindingProperties
{
    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, int.MaxValue - 1).ToArbitrary();

    [Fact]
    public void A_correct_client_has_no_finding_whatever_the_service_does() => Prop.ForAll(Seeds, seed =>
    {
        var client = Client(seed, Conduct.Correct).Works(30);
        var found = RuleBook.Judge(client.History());
        // A judge who knows no units of work, and a client that sends no correlation ids: fewer facts, and no finding either.
        var unknown = client.Requests.ConvertAll(request => request with { Work = null, Cid = null, IsByHand = true });
        found = [.. found, .. RuleBook.Judge(new ObservedHistory(unknown, [], [], client.Now, Story.Window))];
        Assert.True(found.Count == 0, Words(found));
    }).Check(Seed.Runs(150));

    [Theory]
    [InlineData("NewIdAfterLostAnswer", "double-post")]
    [InlineData("NewIdAfterConflict", "conflict-taken-for-failure")]
    [InlineData("NewIdAfter202", "gave-up-on-202")]
    [InlineData("GivesUp", "lost-operation")]
    [InlineData("TriesAtOnce", "retry-storm")]
    [InlineData("IgnoresRetryAfter", "ignores-retry-after")]
    [InlineData("NoTrackingId", "no-tracking-id")]
    public void A_client_with_one_mistake_is_found(string conduct, string rule)
    {
        foreach (var seed in Enumerable.Range(1, 10))
        {
            var client = Client(seed, Enum.Parse<Conduct>(conduct)).Works(100);
            Assert.Contains(rule, RuleBook.Judge(client.History()).Select(occurrence => occurrence.Rule.Name));
        }
    }

    [Fact]
    public void A_breach_stays_while_the_history_grows_unless_its_rule_says_otherwise() => Prop.ForAll(Seeds, seed =>
    {
        var client = Client(seed, (Conduct)(seed % Enum.GetValues<Conduct>().Length)).Works(12);
        var before = new HashSet<(string, string)>();
        for (var count = 1; count <= client.Requests.Count; count++)
        {
            var present = RuleBook.Judge(client.History(count)).Where(occurrence => !occurrence.Rule.MayBeWithdrawn)
                .Select(occurrence => (occurrence.FindingId, occurrence.Key)).ToHashSet();
            Assert.Subset(present, before);
            before = present;
        }
    }).Check(Seed.Runs(60));

    [Fact]
    public void The_order_in_which_requests_are_given_makes_no_difference() => Prop.ForAll(Seeds, seed =>
    {
        var client = Client(seed, (Conduct)(seed % Enum.GetValues<Conduct>().Length)).Works(20);
        var shuffled = client.Requests.ToArray();
        new Random(seed).Shuffle(shuffled);
        Assert.Equal(Keys(client.History()), Keys(new ObservedHistory(shuffled, [], [], client.History().Now, Story.Window)));
    }).Check(Seed.Runs(60));

    [Fact]
    public void Two_clients_that_have_nothing_in_common_are_judged_as_if_alone() => Prop.ForAll(Seeds, seed =>
    {
        var one = Client(seed, (Conduct)(seed % Enum.GetValues<Conduct>().Length), "one").Works(15);
        var other = Client(seed / 2, (Conduct)(seed / 3 % Enum.GetValues<Conduct>().Length), "other").Works(15);
        var others = other.Requests.ConvertAll(request => request with { Id = request.Id + 1_000_000 });
        var now = one.Now > other.Now ? one.Now : other.Now;
        var alone = Keys(new ObservedHistory(one.Requests, [], [], now, Story.Window))
            .Concat(Keys(new ObservedHistory(others, [], [], now, Story.Window)));
        Assert.Equal(
            alone.Order(StringComparer.Ordinal), Keys(new ObservedHistory([.. one.Requests, .. others], [], [], now, Story.Window)));
    }).Check(Seed.Runs(60));

    [Fact]
    public void A_memory_that_forgets_counts_each_breach_once() => Prop.ForAll(Seeds, seed =>
    {
        var window = TimeSpan.FromSeconds(5);
        var client = Client(seed, Conduct.NewIdAfterLostAnswer).Works(100);
        var book = Remembered(client.Requests, window);
        var whole = RuleBook.FindingsOf(new ObservedHistory(client.Requests, [], [], client.Now, window)).Where(finding => finding.Rule is "double-post").ToDictionary(
            finding => finding.Id, finding => finding.Seen, StringComparer.Ordinal);
        var pieces = book.Findings.Where(finding => finding.Rule is "double-post").ToDictionary(
            finding => finding.Id, finding => finding.Seen, StringComparer.Ordinal);
        Assert.Equal(whole, pieces);
    }).Check(Seed.Runs(20));

    [Fact]
    public void A_crowd_of_correct_clients_has_no_finding_in_a_memory_that_is_shorter_than_their_pauses() => Prop.ForAll(Seeds, seed =>
    {
        // They move the same sums on the same accounts, and say nothing that tells their work apart.
        var requests = Enumerable.Range(0, 40)
            .SelectMany(i => new SimulatedClient(new Random(seed + i), Conduct.Correct, $"{i}", "shop").Works(10).Requests)
            .OrderBy(request => request.At)
            .Select((request, i) => request with { Id = i + 1, Work = null, Cid = null, IsByHand = true }).ToList();
        var book = Remembered(requests, Story.Window);
        Assert.Empty(book.Findings.Select(finding => finding.Id));
    }).Check(Seed.Runs(10));

    /// <summary>Returns what a memory of the last requests collects, which looks whenever half of it is new, and once at the end.</summary>
    private static FindingBook Remembered(List<ObservedRequest> requests, TimeSpan window)
    {
        const int kept = 60;
        var book = new FindingBook();
        for (var count = kept / 2; count < requests.Count + (kept / 2); count += kept / 2)
            Look(requests.Take(count).TakeLast(kept).ToList(), count, isLast: false);
        Look(requests.TakeLast(kept).ToList(), requests.Count, isLast: true);
        return book;

        void Look(List<ObservedRequest> seen, int count, bool isLast) => book.Add(
            new ObservedHistory(
                book.Carried.Where(request => request.Id < seen[0].Id).Concat(seen), [], [],
                seen[^1].AnsweredAt + (isLast ? 2 * window : TimeSpan.Zero), window),
            count > kept ? seen[0].At : DateTimeOffset.MinValue);
    }

    private static SimulatedClient Client(int seed, Conduct conduct, string name = "client") => new(new Random(seed), conduct, name);

    private static List<string> Keys(ObservedHistory history) =>
        [.. RuleBook.Judge(history).Select(occurrence => $"{occurrence.FindingId} {occurrence.Key}").Order(StringComparer.Ordinal)];

    private static string Words(IEnumerable<Occurrence> found) => string.Join(
        "\n", found.Select(occurrence => $"{occurrence.FindingId} {string.Join("; ", occurrence.Story.Select(evidence => $"{evidence.At:mm:ss.fff} {evidence.TrackingId} {evidence.What}"))}"));
}
