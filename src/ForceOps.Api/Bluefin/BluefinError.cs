using ForceOps.Api.Hosting;
using ForceOps.Api.Hosting.Journal;

namespace ForceOps.Api.Bluefin;

/// <summary>A refusal in PayConex's shape, ready to be sent.</summary>
internal sealed class BluefinError(int status, ViolationBody body) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (status == StatusCodes.Status503ServiceUnavailable)
            httpContext.Response.Headers.RetryAfter = "1";
        JournalEntry.Of(httpContext)?.Refused(
            body.ErrorCode.ToString(System.Globalization.CultureInfo.InvariantCulture), (body.Details ?? []).Select(detail => JournalField.Of(detail.Source, detail.Message)));
        // The vendor's trace id is a UUID; a client's own correlation id need not be one.
        var traceId = Guid.TryParse(httpContext.TraceIdentifier, out var cid) ? cid : Guid.NewGuid();
        return JsonAnswer.Of(body with { TraceId = traceId.ToString() }, BluefinJson.Default.ViolationBody, statusCode: status).ExecuteAsync(httpContext);
    }
}
