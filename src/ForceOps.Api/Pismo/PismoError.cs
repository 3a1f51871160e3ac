using ForceOps.Api.Hosting;
using ForceOps.Api.Hosting.Journal;

namespace ForceOps.Api.Pismo;

/// <summary>A refusal in Pismo's envelope, ready to be sent.</summary>
internal sealed class PismoError(int status, string code, string message, IReadOnlyList<PismoFieldError>? details = null) : IResult
{
    internal string Code => code;

    internal int Status => status;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        // Not for an acquirer that does not answer: the card decides, and it would not answer the next time either.
        if (string.Equals(code, PismoErrors.Unavailable, StringComparison.Ordinal))
            httpContext.Response.Headers.RetryAfter = "1";
        JournalEntry.Of(httpContext)?.Refused(code, details?.Select(detail => JournalField.Of(detail.Field, detail.Message)) ?? []);
        return JsonAnswer.Of(new PismoErrorBody(code, message, details), PismoJson.Default.PismoErrorBody, statusCode: status).ExecuteAsync(httpContext);
    }
}
