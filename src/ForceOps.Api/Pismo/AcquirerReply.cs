namespace ForceOps.Api.Pismo;

/// <param name="Order">charge or refund.</param>
/// <param name="Status">approved: anything else is an error answer.</param>
/// <param name="AuthorizationCode">6 digits.</param>
internal sealed record AcquirerReply(string Order, string Status, string AuthorizationCode);
