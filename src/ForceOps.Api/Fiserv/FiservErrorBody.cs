namespace ForceOps.Api.Fiserv;

/// <summary>The error shape of every Commerce Hub route.</summary>
internal sealed record FiservErrorBody(GatewayResponseAnswer GatewayResponse, IReadOnlyList<FiservErrorItem> Error);
