namespace ForceOps.Api.Sandbox.Journal;

/// <summary>What was answered.</summary>
/// <param name="Code">Of an error, in the dialect's words; DECLINED for what was declined like a success.</param>
/// <param name="AuthorizationId">Of what was posted; with a tracking id in use: of what it belongs to.</param>
/// <param name="CounterpartId">The receiving side of a transfer.</param>
/// <param name="TrackingId">As the ledger knows it.</param>
internal sealed record RequestAnswerView(string? Code, long? AuthorizationId, long? CounterpartId, string? TrackingId);
