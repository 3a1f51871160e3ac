using FluentValidation.Results;

namespace ForceOps.Api.Pismo;

/// <summary>FluentValidation's findings in the envelope: the first one in the table's order is the answer, the rest are details.</summary>
internal static class FieldErrors
{
    internal static PismoError? Of(ValidationResult result) => result.IsValid
        ? null
        : PismoErrors.Fields([.. result.Errors.Select(error => new PismoFieldError(error.PropertyName, error.ErrorMessage))]);
}
