using FsCheck;
using FsCheck.Fluent;

namespace ForceOps.Tests;

/// <summary>How the writer happens to cut what waits into batches must not matter to anybody but the clock.</summary>
public sealed class BatchingProperties
{
    [Fact]
    public void Batches_of_any_size_give_the_same_answers_and_balances_as_one_at_a_time() =>
        Prop.ForAll(Arb.From(Steps.Sequences, Sequence.Shorter), Compare).Check(Seed.Runs(300));

    [Fact]
    public void What_the_operations_need_is_enough_for_the_same_answers_as_with_everything_loaded() =>
        Prop.ForAll(Arb.From(Steps.Sequences, Sequence.Shorter), sequence =>
        {
            var needed = Walk.Through(sequence, checking: false);
            var generous = Walk.Through(sequence, checking: false, generous: true);
            Assert.Equal(generous.Outcomes, needed.Outcomes);
            Assert.True(generous.End.SameAs(needed.End), "the tables differ");
        }).Check(Seed.Runs(150));

    private static void Compare(Sequence sequence)
    {
        // The same rules and settings throughout: when they change is no matter of batches.
        var inBatches = Walk.Through(With(sequence, batch => batch.Size), checking: false);
        var oneByOne = Walk.Through(With(sequence, _ => 1), checking: false);

        Assert.Equal(Completions(oneByOne), Completions(inBatches));
        Assert.Equal(oneByOne.End.Accounts, inBatches.End.Accounts);
        Assert.Equal(Movements(oneByOne), Movements(inBatches));
    }

    private static Sequence With(Sequence sequence, Func<Batch, int> size) =>
        sequence with
        {
            Batches = [.. sequence.Batches.Select(
                (batch, index) => new Batch(size(batch), sequence.Batches[0].Rules) { Changes = index == 0 ? batch.Changes : [] })],
        };

    private static List<Outcome> Completions(Walk walk)
    {
        var places = Places(walk);
        return [.. walk.Outcomes.Select(outcome => outcome switch
        {
            Outcome.Accepted accepted => accepted with
            {
                Authorization = WithoutIds(accepted.Authorization, places)!,
                Counterpart = WithoutIds(accepted.Counterpart, places),
                Denial = accepted.Denial is { } denial ? WithoutIds(denial, places) : null,
            },
            Outcome.Duplicate duplicate => duplicate with
            {
                Earlier = WithoutIds(duplicate.Earlier, places)!,
                Counterpart = WithoutIds(duplicate.Counterpart, places),
            },
            Outcome.Delayed delayed => new Outcome.Delayed(WithoutIds(delayed.Waiting)),
            Outcome.TakenByDelayed taken => new Outcome.TakenByDelayed(WithoutIds(taken.Waiting)),
            Outcome.Rejected rejected => WithoutIds(rejected, places),
            _ => outcome,
        })];
    }

    private static Outcome.Rejected WithoutIds(Outcome.Rejected rejected, Dictionary<long, int> places) => rejected with
    {
        Latest = WithoutIds(rejected.Latest, places),
        Facts = [.. rejected.Facts.Select(fact => fact.Value is long id && places.TryGetValue(id, out var place)
            && IsId(fact) ? fact with { Value = place } : fact)],
    };

    private static bool IsId(Fact fact) => fact.Name.EndsWith("authorization_id", StringComparison.Ordinal);

    /// <summary>Only that the same tracking id waits, under whatever id: its operation may name others by theirs.</summary>
    private static DelayedOperation WithoutIds(DelayedOperation waiting) =>
        waiting with { Id = 0, Operation = Sample.Force(waiting.Operation.TrackingId.Text, 1) };

    private static IEnumerable<Movement> Movements(Walk walk)
    {
        var places = Places(walk);
        return walk.End.Movements.Select(movement => movement with { Id = 0, AuthorizationId = places[movement.AuthorizationId] });
    }

    /// <summary>Places in the order of posting instead of ids, which differ by what a batch reserved and did not use.</summary>
    private static Authorization? WithoutIds(Authorization? authorization, Dictionary<long, int> places) =>
        authorization is null ? null : authorization with
    {
        Id = places[authorization.Id],
        CounterpartId = authorization.CounterpartId is { } counterpart ? places[counterpart] : null,
        ParentId = authorization.ParentId is { } parent ? places[parent] : null,
        Original = authorization.Original is { } original ? original with { Id = places[original.Id] } : null,
    };

    private static Dictionary<long, int> Places(Walk walk) =>
        walk.Posted.Index().ToDictionary(posted => posted.Item, posted => posted.Index);
}
