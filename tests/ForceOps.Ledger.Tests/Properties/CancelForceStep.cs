namespace ForceOps.Tests;

/// <param name="Place">The original by its place in the order of posting.</param>
/// <param name="OriginalNumber">The original by its tracking id.</param>
/// <param name="Sum">Null: all that is left.</param>
/// <param name="Fees">Whether the fee is asked for too.</param>
internal sealed record CancelForceStep(int? Place, int? OriginalNumber, decimal? Sum, bool Fees) : Step
{
    public Settlement Settlement { get; init; }

    protected override Operation Make(IReadOnlyList<long> posted) => new CancelForce
    {
        TrackingId = Tracking(TrackingNumber),
        CorrelationId = "cid",
        Channel = Channel,
        Descriptor = Descriptor,
        ConfinedTo = ConfinedTo,
        AuthorizationId = Place is { } place ? IdAt(posted, place) : null,
        OriginalTrackingId = OriginalNumber is { } number ? Tracking(number) : null,
        Amount = Sum is { } sum ? Amount.Create(sum) : null,
        CancelFees = Fees,
        Settlement = Settlement,
    };
}
