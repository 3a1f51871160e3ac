namespace ForceOps.Api.Bluefin;

/// <summary>The error shape of every PayConex route (ApiViolation).</summary>
internal sealed record ViolationBody(
    string Message, string TraceId, string ErrorType, int ErrorCode, string? Value = null, string? Source = null, int? StatusCode = null,
    IReadOnlyList<ViolationDetail>? Details = null);
