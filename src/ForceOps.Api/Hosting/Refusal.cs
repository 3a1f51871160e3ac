namespace ForceOps.Api.Hosting;

/// <summary>What can be said to a request that reached no endpoint, or broke in one.</summary>
internal enum Refusal
{
    BadRequest,
    Unauthorized,
    Forbidden,
    NotFound,
    MethodNotAllowed,
    BodyTooLarge,
    UnsupportedMediaType,
    TooManyRequests,
    Unavailable,
    InternalError,
}
