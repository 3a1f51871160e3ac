namespace ForceOps.Api.Tests.Attack.Clients;

/// <summary>accepted-tampered-webhook: the signature is not compared.</summary>
internal sealed class TrustfulClient(ClientSeat seat) : CarefulClient(seat)
{
    protected override bool IsSigned(string expected, string sent) => true;
}

/// <summary>stale-webhook: the timestamp is not compared.</summary>
internal sealed class TimelessClient(ClientSeat seat) : CarefulClient(seat)
{
    protected override bool IsFresh(DateTimeOffset at) => true;
}

/// <summary>webhook-not-idempotent: each delivery counts, and each one is rewarded.</summary>
internal sealed class EachDeliveryCountsClient(ClientSeat seat) : RewardingClient(seat)
{
    protected override bool IsNew(string webhookId) => true;
}

/// <summary>webhook-dead: the receiver answers 404 to the events of operations that are not its own, until they are dead.</summary>
internal sealed class OwnEventsOnlyClient(ClientSeat seat) : CarefulClient(seat)
{
    protected override bool Concerns(string trackingId) => IsOurs(trackingId);
}
