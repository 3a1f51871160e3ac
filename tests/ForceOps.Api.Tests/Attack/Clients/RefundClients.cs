namespace ForceOps.Api.Tests.Attack.Clients;

/// <summary>cancel-lost: payments are tried again, and a refund that fails is logged and forgotten.</summary>
internal sealed class OneTryRefundClient(ClientSeat seat) : RefundingClient(seat)
{
    protected override bool TriesAgain(Operation operation) => operation.Cancels is null;
}

/// <summary>over-cancel: each try of a refund is a new one.</summary>
internal sealed class NewIdEachRefundClient(ClientSeat seat) : RefundingClient(seat)
{
    protected override void BeforeNextTry(Operation operation) =>
        operation.TrackingId = operation.Cancels is null ? operation.TrackingId : NewId();
}

/// <summary>missed-denial: what was accepted counts as posted after a while; nobody listens to what became of it.</summary>
internal sealed class DeafClient(ClientSeat seat) : RefundingClient(seat)
{
    protected override async Task<Ending> OnAcceptedAsync(Operation operation)
    {
        await Task.Delay(TimeSpan.FromSeconds(6));
        return Ending.Posted;
    }
}
