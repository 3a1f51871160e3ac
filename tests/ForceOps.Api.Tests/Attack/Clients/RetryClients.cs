using System.Text.Json.Nodes;

namespace ForceOps.Api.Tests.Attack.Clients;

/// <summary>double-post: each try is a new operation.</summary>
internal sealed class NewIdEachTryClient(ClientSeat seat) : CarefulClient(seat)
{
    protected override void BeforeNextTry(Operation operation) => operation.TrackingId = NewId();
}

/// <summary>lost-operation: what fails once is given up.</summary>
internal sealed class OneTryClient(ClientSeat seat) : CarefulClient(seat)
{
    protected override bool TriesAgain(Operation operation) => false;
}

/// <summary>no-tracking-id: nothing names the operation.</summary>
internal sealed class NamelessClient(ClientSeat seat) : CarefulClient(seat)
{
    protected override JsonObject BodyOf(Operation operation)
    {
        var body = base.BodyOf(operation);
        body.Remove("tracking_id");
        return body;
    }
}

/// <summary>tracking-id-reused: each try says when it was sent, and so is another request under the same tracking id.</summary>
internal sealed class TimeStampingClient(ClientSeat seat) : CarefulClient(seat)
{
    protected override JsonObject BodyOf(Operation operation)
    {
        var body = base.BodyOf(operation);
        body["metadata"] = new JsonObject { ["sent_at"] = TimeProvider.System.GetUtcNow() };
        return body;
    }
}

/// <summary>ignores-retry-after: the pauses grow, whatever the platform asks for.</summary>
internal sealed class HastyClient(ClientSeat seat) : CarefulClient(seat)
{
    protected override TimeSpan PauseAfter(int tries, TimeSpan? retryAfter) => base.PauseAfter(tries, retryAfter: null);
}

/// <summary>retry-storm: the pauses do not grow.</summary>
internal sealed class DrummingClient(ClientSeat seat) : CarefulClient(seat)
{
    protected override TimeSpan PauseAfter(int tries, TimeSpan? retryAfter) => retryAfter ?? TimeSpan.FromMilliseconds(20);
}

/// <summary>gave-up-on-202: what is not posted at once counts as failed, and is made anew.</summary>
internal sealed class ImpatientClient(ClientSeat seat) : CarefulClient(seat)
{
    protected override Task<Ending> OnAcceptedAsync(Operation operation)
    {
        operation.TrackingId = NewId();
        return Task.FromResult(Ending.Open);
    }
}

/// <summary>conflict-taken-for-failure: a tracking id that is in use is replaced by another one.</summary>
internal sealed class NewIdAfterConflictClient(ClientSeat seat) : CarefulClient(seat)
{
    protected override Ending OnConflict(Operation operation)
    {
        operation.TrackingId = NewId();
        return Ending.Open;
    }
}

/// <summary>unread-body: a request is copied for its next try, and its content type is left behind.</summary>
internal sealed class LostContentTypeClient(ClientSeat seat) : CarefulClient(seat)
{
    protected override string ContentTypeOf(int tries) => tries == 1 ? base.ContentTypeOf(tries) : "text/plain";
}
