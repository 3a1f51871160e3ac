namespace ForceOps.Api.Http;

/// <summary>
/// Marks, as endpoint metadata, a route that bounds its own waits for the database: the postings of the batch writer, which begin
/// on the thread that read the request, and the stream of events, whose answer has no end.
/// </summary>
internal sealed class BoundsItsWaits
{
    internal static readonly BoundsItsWaits Mark = new();

    private BoundsItsWaits()
    {
    }
}
