using System.Text;
using FluentValidation;
using FluentValidation.Results;
using ForceOps.Api.Http;

namespace ForceOps.Api.Pismo;

/// <summary>The rules of contract section 1 that several bodies share.</summary>
internal static class FieldRules
{
    /// <summary>Longer than any descriptor in the samples by far; the length of the column.</summary>
    internal const int DescriptorLengthMax = 500;

    /// <summary>Eight kilobytes hold any set of labels; more is a document, which does not belong into a payment.</summary>
    private const int MetadataBytesMax = 8 * 1024;

    private const int MetadataDepthMax = 16;

    internal static IRuleBuilderOptions<T, string?> MustBeTrackingId<T>(this IRuleBuilder<T, string?> rule, int min, int max) => rule
        .Must(text => text is null || (text.Length >= min && text.Length <= max && ForceOps.TrackingId.TryParse(text, out _)))
        .WithMessage($"must be {min} to {max} characters without control characters");

    internal static IRuleBuilderOptions<T, decimal?> MustBeAmount<T>(this IRuleBuilder<T, decimal?> rule) => rule
        .Must(amount => amount is null || Amount.TryCreate(amount.Value, out _))
        .WithMessage("must be greater than 0, with at most 15 integer digits and the currency's decimals");

    internal static IRuleBuilderOptions<T, string?> MustBeDescriptor<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(text => text is null || text.Length <= DescriptorLengthMax)
        .WithMessage($"must be at most {DescriptorLengthMax} characters");

    internal static IRuleBuilderOptions<T, RawObject?> MustBeMetadata<T>(this IRuleBuilder<T, RawObject?> rule) => rule
        .Must(metadata => metadata is null || (System.Text.Encoding.UTF8.GetByteCount(metadata.Json) <= MetadataBytesMax && metadata.Depth <= MetadataDepthMax))
        .WithMessage($"must be at most {MetadataBytesMax} bytes and {MetadataDepthMax} levels deep");
}

/// <summary>FluentValidation's findings in the envelope: the first one in the table's order is the answer, the rest are details.</summary>
internal static class FieldErrors
{
    internal static PismoError? Of(ValidationResult result) => result.IsValid
        ? null
        : PismoErrors.Fields([.. result.Errors.Select(error => new PismoFieldError(error.PropertyName, error.ErrorMessage))]);
}

/// <summary>
/// The platform keeps letters and numbers of a descriptor and removes everything else without a word (post-payments-v1-force).
/// Decision: spaces are kept too, since Pismo's own samples contain them, and trimmed at both ends.
/// </summary>
internal static class Descriptor
{
    internal static string? Clean(string? text)
    {
        if (text is null)
            return null;
        // A descriptor that was validated is never longer.
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
