using FluentValidation;
using ForceOps.Api.Hosting;

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
