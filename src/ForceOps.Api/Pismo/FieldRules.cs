using System.Text;
using FluentValidation;
using FluentValidation.Results;
using ForceOps.Api.Http;

namespace ForceOps.Api.Pismo;

/// <summary>Defines the rules of contract section 1 that several request bodies share.</summary>
internal static class FieldRules
{
    /// <summary>
    /// The longest descriptor, in code points: the length of the column, and far longer than any descriptor in the samples.
    /// </summary>
    internal const int DescriptorLengthMax = 500;

    /// <summary>
    /// The largest metadata, in bytes: eight kilobytes hold any set of labels; a larger object is a document, which does not
    /// belong in a payment.
    /// </summary>
    private const int MetadataBytesMax = 8 * 1024;

    private const int MetadataDepthMax = 16;

    internal static IRuleBuilderOptions<T, string?> MustBeTrackingId<T>(this IRuleBuilder<T, string?> rule, int min, int max) => rule
        .Must(text => text is null || (CodePoints.Count(
            text) is var length && length >= min && length <= max && ForceOps.TrackingId.TryParse(text, out _)))
        .WithMessage($"must be {min} to {max} characters without control characters");

    /// <summary>
    /// Requires that the id of a new operation is not a card dialect's key. An id that only names an earlier operation may be
    /// one: nothing of this dialect is found under it.
    /// </summary>
    internal static IRuleBuilderOptions<T, string?> MustNotBeOfCardDialect<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(text => text is null || !ForceOps.TrackingId.IsOfCardDialect(text))
        .WithMessage("must not begin with fiserv: or bluefin:, as the keys of card sales do");

    internal static IRuleBuilderOptions<T, decimal?> MustBeAmount<T>(this IRuleBuilder<T, decimal?> rule) => rule
        .Must(amount => amount is null || Amount.TryCreate(amount.Value, out _))
        .WithMessage("must be greater than 0, with at most 15 integer digits and the currency's decimals");

    /// <summary>Requires that the amount has no more decimals than the currency that the body names, if it names one that exists.</summary>
    internal static IRuleBuilderOptions<T, decimal?> MustFit<T>(this IRuleBuilder<T, decimal?> rule, Func<T, string?> currencyOf) => rule
        .Must((body, amount) => amount is null || !Currency.TryParse(currencyOf(body), out var currency) || currency.Fits(amount.Value))
        .WithMessage("has more decimals than the currency");

    internal static IRuleBuilderOptions<T, string?> MustBeCurrency<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(code => code is null || Currency.TryParse(code, out _)).WithMessage("must be a currency of ISO 4217");

    internal static IRuleBuilderOptions<T, string?> MustBeCode<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(code => code is null || ForceOps.ProcessingCode.TryParse(code, out _)).WithMessage("must be 3 to 6 letters or digits");

    internal static IRuleBuilderOptions<T, string?> MustBeDescriptor<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(text => text is null || CodePoints.Count(text) <= DescriptorLengthMax)
        .WithMessage($"must be at most {DescriptorLengthMax} characters");

    /// <summary>Requires a description of a processing code: a text for people, which a blank text is not.</summary>
    internal static IRuleBuilderOptions<T, string?> MustBeCodeDescription<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(text => text is null || (!string.IsNullOrWhiteSpace(text) && ProcessingRule.IsDescription(text)))
        .WithMessage("must be at most 50 characters without control characters, and not blank");

    /// <summary>
    /// Requires the name of a code that a client may make: Pismo keeps names that begin with PSM for its own codes
    /// (createprocessingcode).
    /// </summary>
    internal static IRuleBuilderOptions<T, string?> MustBeOwnCode<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(text => text is null
            || (ForceOps.ProcessingCode.TryParse(text, out _) && !text.StartsWith("PSM", StringComparison.OrdinalIgnoreCase)))
        .WithMessage("must be 3 to 6 letters or digits that do not begin with PSM");

    internal static IRuleBuilderOptions<T, RawObject?> MustBeMetadata<T>(this IRuleBuilder<T, RawObject?> rule) => rule
        .Must(metadata => metadata is null
            || (System.Text.Encoding.UTF8.GetByteCount(metadata.Json) <= MetadataBytesMax && metadata.Depth <= MetadataDepthMax))
        .WithMessage($"must be at most {MetadataBytesMax} bytes and {MetadataDepthMax} levels deep");
}

/// <summary>
/// Turns FluentValidation's findings into Pismo's error envelope. The first finding in the order of the contract's table is the
/// message; the details list all findings.
/// </summary>
internal static class FieldErrors
{
    internal static PismoError? Of(ValidationResult result) => result.IsValid
        ? null
        : PismoErrors.Fields([.. result.Errors.Select(error => new PismoFieldError(error.PropertyName, error.ErrorMessage))]);
}

/// <summary>
/// Cleans a descriptor. The platform keeps the letters and numbers of a descriptor and removes all other characters without an error
/// (post-payments-v1-force). Decision: spaces are kept too, since Pismo's own samples contain them, and are trimmed at both ends.
/// </summary>
internal static class Descriptor
{
    internal static string? Clean(string? text)
    {
        if (text is null)
            return null;
        // Of a validated descriptor, only one of many letters beyond the basic plane needs a buffer that is not on the stack.
        var room = text.Length <= FieldRules.DescriptorLengthMax ? stackalloc char[text.Length] : new char[text.Length];
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || rune.Value == ' ')
                length += rune.EncodeToUtf16(room[length..]);
        }
        var clean = room[..length].Trim(' ');
        return clean.IsEmpty ? null : clean.Length == text.Length ? text : clean.ToString();
    }
}
