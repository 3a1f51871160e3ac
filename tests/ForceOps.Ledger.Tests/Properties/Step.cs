namespace ForceOps.Tests;

/// <summary>
/// One operation of a random sequence, before it is known which authorizations there will be: earlier ones are named by their
/// place in the order of posting. A new kind of operation is one more record here and one more line in <see cref="Steps"/>.
/// </summary>
internal abstract record Step
{
    /// <summary>A small number out of few, so that tracking ids collide.</summary>
    public required int TrackingNumber { get; init; }

    /// <summary>0 Pismo, 1 Bluefin, 2 Fiserv.</summary>
    public Channel Channel { get; init; }

    public string? Descriptor { get; init; }

    /// <summary>Looked at by cancels only.</summary>
    public long? ConfinedTo { get; init; }

    /// <summary>To be posted so many days later.</summary>
    public int? DelayDays { get; init; }

    /// <summary>The operation, once the ids are known: the place in the order of posting becomes an id, or an unknown one.</summary>
    public Operation Resolve(IReadOnlyList<long> posted) =>
        Make(posted) with { Delay = DelayDays is { } days ? TimeSpan.FromDays(days) : null };

    protected abstract Operation Make(IReadOnlyList<long> posted);

    protected static TrackingId Tracking(int number) => TrackingId.Parse($"t{number}");

    protected static ProcessingCode? ToCode(string? text) => text is null ? null : ProcessingCode.Parse(text);

    /// <summary>The id at a place, or one that nobody has.</summary>
    protected static long IdAt(IReadOnlyList<long> posted, int place) => place < posted.Count ? posted[place] : 1_000_000_000 + place;
}
