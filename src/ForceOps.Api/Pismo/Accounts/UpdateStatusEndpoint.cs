using System.ComponentModel.DataAnnotations;
using FluentValidation;
using ForceOps.Postgres.Orgs;

namespace ForceOps.Api.Pismo.Accounts;

/// <summary>
/// Handles <c>PATCH /accounts/v2/accounts/{accountId}/status</c> (Pismo, patch-accounts-v2-accounts-accountid-status).
/// </summary>
internal static class UpdateStatusEndpoint
{
    internal static async Task<IResult> PatchAsync(
        HttpContext http, string accountId, PismoGate gate, IValidator<UpdateStatusRequest> validator, StatusChanges changes)
    {
        var (call, body, error) = await gate.AdmitAsync(http, validator);
        if (body is null)
            return error!;
        var (id, pathError) = AccountPath.Read(call, accountId);
        if (pathError is not null)
            return pathError;
        var to = new StatusReason(AccountStatus.Parse(body.Status!), body.ReasonId, body.Description);
        return await changes.ChangeAsync(call.Org, id, to, call.Cid) switch
        {
            StatusChange.Done => TypedResults.NoContent(),
            StatusChange.NoAccount => PismoErrors.NoSuchAccount(),
            StatusChange.NoStatus => StatusRules.NoSuchStatus(),
            StatusChange.IsFinal => StatusRules.FinalStays(),
        };
    }
}

/// <summary>Holds the body of <c>PATCH /accounts/v2/accounts/{accountId}/status</c>.</summary>
internal sealed class UpdateStatusRequest
{
    /// <summary>The new status: NORMAL, BLOCKED, CANCELLED, DEBIT_ONLY or a status of the org.</summary>
    [Required]
    [RegularExpression("^[A-Z_]{1,200}$")]
    public string? Status { get; init; }

    /// <summary>The client's id of the reason, 1 or more.</summary>
    [Range(typeof(long), "1", "9223372036854775807")]
    public long? ReasonId { get; init; }

    /// <summary>The client's words about the reason, 1 to 500 characters.</summary>
    [StringLength(500, MinimumLength = 1)]
    public string? Description { get; init; }
}

/// <summary>Checks the form of a change of an account's status.</summary>
internal sealed class UpdateStatusValidator : AbstractValidator<UpdateStatusRequest>
{
    public UpdateStatusValidator()
    {
        RuleFor(body => body.Status).NotNull().WithMessage("is required").MustBeStatus().OverridePropertyName("status");
        RuleFor(body => body.ReasonId).MustBeReasonId().OverridePropertyName("reason_id");
        RuleFor(body => body.Description).MustBeReason().OverridePropertyName("description");
    }
}

/// <summary>Defines the rules and the refusals that both changes of a status share.</summary>
internal static class StatusRules
{
    /// <summary>
    /// The longest description of a reason, in characters, as patch-v2-accounts-accountid-status-rollback has it.
    /// </summary>
    private const int DescriptionLengthMax = 500;

    internal static IRuleBuilderOptions<T, string?> MustBeStatus<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(text => text is null || AccountStatus.TryParse(text, out _))
        .WithMessage($"must be 1 to {AccountStatus.LengthMax} capital letters or underscores");

    internal static IRuleBuilderOptions<T, long?> MustBeReasonId<T>(this IRuleBuilder<T, long?> rule) => rule
        .Must(id => id is null or > 0).WithMessage("must be an integer from 1");

    internal static IRuleBuilderOptions<T, string?> MustBeReason<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(text => text is null || (text.Length > 0 && CodePoints.Count(text) <= DescriptionLengthMax && !text.Any(char.IsControl)))
        .WithMessage($"must be 1 to {DescriptionLengthMax} characters without control characters");

    internal static PismoError NoSuchStatus() => PismoErrors.Field("status", "is not a status of this org");

    internal static PismoError FinalStays() =>
        new(409, "STATUS_IS_FINAL", "The account's status is final; only a roll-back gives it another one.");
}
