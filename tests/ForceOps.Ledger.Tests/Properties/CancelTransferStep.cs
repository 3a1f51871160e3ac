namespace ForceOps.Tests;

/// <param name="Place">The original by its place in the order of posting; null: by its tracking id.</param>
/// <param name="OriginalNumber">The original by its tracking id.</param>
/// <param name="Sum">How much.</param>
internal sealed record CancelTransferStep(int? Place, int OriginalNumber, decimal Sum, string? DebitCode, string? CreditCode) : Step
{
    protected override Operation Make(IReadOnlyList<long> posted) => new CancelTransfer
    {
        TrackingId = Tracking(TrackingNumber),
        CorrelationId = "cid",
        Channel = Channel,
        Descriptor = Descriptor,
        ConfinedTo = ConfinedTo,
        AuthorizationId = Place is { } place ? IdAt(posted, place) : null,
        OriginalTrackingId = Place is null ? Tracking(OriginalNumber) : null,
        Amount = Amount.Create(Sum),
        DebitCode = ToCode(DebitCode),
        CreditCode = ToCode(CreditCode),
    };
}
