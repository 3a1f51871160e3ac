namespace ForceOps.Api.Fiserv;

internal sealed record HostResponseAnswer(
    string ApprovalStatus, string Processor, string ResponseCode, string ResponseMessage, string HostResponseCode, string HostResponseMessage,
    string LocalTimestamp);
