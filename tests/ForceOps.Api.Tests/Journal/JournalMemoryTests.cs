using System.Collections;
using System.Reflection;
using ForceOps.Api.Journal;
using ForceOps.Postgres.Writing;

namespace ForceOps.Api.Tests.Journal;

/// <summary>What is kept in memory, not only what is shown: nothing that a body or an authorization carries hangs on an entry.</summary>
public sealed class JournalMemoryTests
{
    private const string Number = "4012000033330026";
    private const string Word = "word-that-must-not-be-kept";

    private static readonly Force Asked = new()
    {
        TrackingId = TrackingId.Parse($"{Number}-000000000000000000"),
        CorrelationId = Number,
        AccountId = long.Parse(Number),
        Amount = Amount.Create(10),
        ProcessingCode = ProcessingCode.Parse("090907"),
        Descriptor = Word,
        Metadata = $$"""{"card":"{{Number}}","word":"{{Word}}"}""",
    };

    [Fact]
    public void Nothing_of_an_operation_hangs_on_its_entry()
    {
        var rejected = new Outcome.Rejected(LedgerError.AlreadyCanceled, Posted())
        {
            Facts = [new("authorization_id", long.Parse(Number)), new("original_tracking_id", Number), new("asked", decimal.Parse(Number))],
        };
        foreach (var outcome in (Outcome[])[
            new Outcome.Accepted(Posted()) { Counterpart = Posted() }, new Outcome.Duplicate(Posted(), RequestFields.Metadata), rejected])
        {
            var kept = TextOf(EntryOf(outcome));
            Assert.DoesNotContain(Number, kept, StringComparison.Ordinal);
            Assert.DoesNotContain(Word, kept, StringComparison.Ordinal);
            // Six letters in a number.
            Assert.Contains($"{BitConverter.ToUInt64("090907\0\0"u8)}", kept, StringComparison.Ordinal);
        }
        // The walk finds what is there.
        Assert.Contains(Word, TextOf(Asked), StringComparison.Ordinal);
        Assert.Contains(Number, TextOf(Asked.AccountId), StringComparison.Ordinal);
    }

    /// <summary>The reason for the settings' defaults; of the UUIDs, of tracking and correlation, no text is kept.</summary>
    [Fact]
    public void An_entry_takes_the_memory_that_the_settings_count_with()
    {
        var honest = Asked with { TrackingId = TrackingId.Parse(Guid.NewGuid().ToString()), AccountId = 12 };
        var accepted = new Outcome.Accepted(Posted() with { TrackingId = honest.TrackingId });
        var cid = Guid.NewGuid().ToString();
        EntryOf(accepted, cid, honest);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var entry = EntryOf(accepted, cid, honest);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(bytes <= 700, $"{bytes} bytes an entry");
        GC.KeepAlive(entry);
    }

    private static RecordedRequest EntryOf(Outcome outcome, string cid = Number, Force? asked = null)
    {
        var entry = new RecordedRequest { Time = default, Channel = "pismo", Cid = cid, Request = RecordedBody.Of(asked ?? Asked) };
        entry.Note(WriteResult.Decided(outcome));
        return entry;
    }

    private static Authorization Posted() => new()
    {
        Id = 1,
        TrackingId = Asked.TrackingId,
        Type = AuthorizationType.Force,
        Channel = Channel.Pismo,
        InTimeline = true,
        AccountId = Asked.AccountId,
        ProcessingCode = Asked.ProcessingCode,
        Impact = BalanceImpact.Credit,
        Amount = 10,
        Currency = Currency.Usd,
        Descriptor = Word,
        Metadata = Asked.Metadata,
        EventDate = default,
        CorrelationId = Number,
    };

    /// <summary>All that can be reached from an object.</summary>
    private static string TextOf(object root)
    {
        var (seen, text, todo) = (new HashSet<object>(ReferenceEqualityComparer.Instance), new System.Text.StringBuilder(),
            new Stack<object?>([root]));
        while (todo.TryPop(out var one))
        {
            if (one is null or Type or Delegate || (!one.GetType().IsValueType && !seen.Add(one)))
                continue;
            if (one is string or decimal || one.GetType().IsPrimitive || one is Enum)
            {
                text.Append(one).Append('\n');
                continue;
            }
            if (one is IEnumerable list)
            {
                foreach (var item in list)
                    todo.Push(item);
            }
            for (var type = one.GetType(); type is not null; type = type.BaseType)
            {
                foreach (var field in type.GetFields(
                    BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                {
                    if (!field.FieldType.IsPointer && field.FieldType != one.GetType())
                        todo.Push(field.GetValue(one));
                }
            }
        }
        return text.ToString();
    }
}
