using ForceOps.Api.Hosting;
using ForceOps.Api.Hosting.Journal;

namespace ForceOps.Api.Fiserv;

/// <summary>A refusal in Commerce Hub's shape, ready to be sent.</summary>
internal sealed class FiservError(int status, IReadOnlyList<FiservErrorItem> items) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (status == StatusCodes.Status503ServiceUnavailable)
            httpContext.Response.Headers.RetryAfter = "1";
        JournalEntry.Of(httpContext)?.Refused(
            items[0].Code, items.Where(item => item.Field is not null).Select(item => JournalField.Of(item.Field, item.Message)));
        // The vendor's trace id is 32 hex digits; a client's own correlation id need not be.
        var trace = Guid.TryParse(httpContext.TraceIdentifier, out var cid) ? cid : Guid.NewGuid();
        var sent = httpContext.Request.Headers[FiservGate.ClientRequestId].ToString();
        var processing = new ProcessingDetailsAnswer(
            null, null, trace.ToString("N"), FiservText.IsId(sent, FiservText.ClientRequestIdLengthMax) ? CardNumbers.Hide(sent) : null, null);
        var body = new FiservErrorBody(new GatewayResponseAnswer(null, null, null, processing), items);
        return JsonAnswer.Of(body, FiservJson.Default.FiservErrorBody, statusCode: status).ExecuteAsync(httpContext);
    }
}
