using Microsoft.AspNetCore.WebUtilities;

namespace ForceOps.Api.Http;

/// <summary>Gives the words for statuses that only a fault answers, where a dialect has no words of its own.</summary>
internal static class StatusWords
{
    /// <summary>Returns the phrase of RFC 9110, such as <c>Unprocessable Entity</c>; a status without one is named by its number.</summary>
    internal static string PhraseOf(int status) =>
        ReasonPhrases.GetReasonPhrase(status) is { Length: > 0 } phrase ? phrase : $"Status {status}";

    /// <summary>Returns the phrase as a code, such as <c>UNPROCESSABLE_ENTITY</c>.</summary>
    internal static string CodeOf(int status) =>
        new([.. PhraseOf(status).Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToUpperInvariant(letter) : '_')]);

    /// <summary>
    /// Returns the refusal whose words a dialect has for exactly this status; null for a status that is only near to a refusal, and for 400
    /// and 500, whose words name a cause that a fault does not have.
    /// </summary>
    internal static Refusal? RefusalOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden or StatusCodes.Status404NotFound
            or StatusCodes.Status405MethodNotAllowed
            or StatusCodes.Status413PayloadTooLarge or StatusCodes.Status415UnsupportedMediaType or StatusCodes.Status429TooManyRequests
            or StatusCodes.Status503ServiceUnavailable => ErrorResponses.OfStatus(status),
        _ => null,
    };
}
