using ForceOps.Api.Http;

namespace ForceOps.Api.Access;

/// <summary>Answers in our own form, RFC 9457, on the sandbox routes and on every path that no emulated API owns.</summary>
internal sealed class SandboxDialect : IDialect
{
    internal const string Document = "sandbox";

    public string Name => Document;

    public bool Owns(PathString path) => true;

    public IResult Refuse(HttpContext http, Refusal refusal)
    {
        if (refusal is Refusal.Unavailable or Refusal.TooManyRequests)
            http.Response.Headers.RetryAfter = "1";
        if (refusal == Refusal.Unauthorized)
            http.Response.Headers.WWWAuthenticate = SandboxKey.Challenge;
        return refusal switch
        {
            Refusal.BadRequest => SandboxProblem.Of(400, "BAD_REQUEST", "The request could not be read."),
            Refusal.Unauthorized => SandboxProblem.Of(401, "UNAUTHORIZED", "A key is needed."),
            Refusal.Forbidden => SandboxProblem.Of(403, "FORBIDDEN", "The key does not reach this."),
            Refusal.ForeignOrigin => SandboxProblem.Of(403, "FOREIGN_ORIGIN", WebPages.ForeignOrigin),
            Refusal.ForeignHost => SandboxProblem.Of(403, "FOREIGN_HOST", WebPages.ForeignHost),
            Refusal.NotFound => SandboxProblem.Of(404, "NOT_FOUND", "No such route."),
            Refusal.MethodNotAllowed => SandboxProblem.Of(405, "METHOD_NOT_ALLOWED", "The route does not take this method."),
            Refusal.BodyTooLarge => SandboxProblem.Of(413, "BODY_TOO_LARGE", "The body is too large."),
            Refusal.UnsupportedMediaType => SandboxProblem.Of(415, "UNSUPPORTED_MEDIA_TYPE", "The body must be application/json in UTF-8."),
            Refusal.UnsupportedEncoding => SandboxProblem.Of(415, "UNSUPPORTED_MEDIA_TYPE", "The body must have no Content-Encoding."),
            Refusal.TooManyRequests => SandboxProblem.Of(429, "TOO_MANY_REQUESTS", "Too many operations are waiting."),
            Refusal.Unavailable => SandboxProblem.Of(
                503, "LEDGER_UNAVAILABLE", "The ledger is starting, stopping or cannot reach its database."),
            Refusal.InternalError => SandboxProblem.Of(500, "INTERNAL_ERROR", "ForceOps failed; its log says why."),
        };
    }
}
