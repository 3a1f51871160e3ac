using System.ComponentModel.DataAnnotations;
using FluentValidation;
using ForceOps.Postgres.Orgs;
using Microsoft.AspNetCore.Http.Features;

namespace ForceOps.Api.Pismo.Accounts;

/// <summary>
/// Handles <c>PATCH /accounts/v2/accounts/{accountId}/status/rollback</c> (Pismo, patch-v2-accounts-accountid-status-rollback). The
/// body and all its members may be absent.
/// </summary>
internal static class RollBackStatusEndpoint
{
    internal static async Task<IResult> PatchAsync(
        HttpContext http, string accountId, PismoGate gate, IValidator<RollBackStatusRequest> validator, StatusChanges changes)
    {
        var hasBody = http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true };
        var (call, body, error) = hasBody ? await gate.AdmitAsync(http, validator) : await WithoutBodyAsync(http, gate);
        if (body is null)
            return error!;
        var (id, pathError) = AccountPath.Read(call, accountId);
        if (pathError is not null)
            return pathError;
        var asked = new RollBack(body.Status is { } text ? AccountStatus.Parse(text) : null, body.ReasonId, body.Description);
        return await changes.RollBackAsync(call.Org, id, asked, call.Cid) switch
        {
            StatusChange.Done => TypedResults.NoContent(),
            StatusChange.NoAccount => PismoErrors.NoSuchAccount(),
            StatusChange.NoStatus => StatusRules.NoSuchStatus(),
            StatusChange.IsFinal => PismoErrors.Field("status", "must not be a final status"),
        };
    }

    private static async Task<(PismoCall Call, RollBackStatusRequest? Body, PismoError? Error)> WithoutBodyAsync(
        HttpContext http, PismoGate gate)
    {
        var (call, error) = await gate.AdmitAsync(http, TokenReach.Any);
        return (call, error is null ? new RollBackStatusRequest() : null, error);
    }
}

/// <summary>Holds the body of <c>PATCH /accounts/v2/accounts/{accountId}/status/rollback</c>.</summary>
internal sealed class RollBackStatusRequest
{
    /// <summary>The status to go to, which must not be final; the status before the last change when absent.</summary>
    [RegularExpression("^[A-Z_]{1,200}$")]
    public string? Status { get; init; }

    /// <summary>The client's id of the reason, 1 or more.</summary>
    [Range(typeof(long), "1", "9223372036854775807")]
    public long? ReasonId { get; init; }

    /// <summary>The client's words about the reason, 1 to 500 characters.</summary>
    [StringLength(500, MinimumLength = 1)]
    public string? Description { get; init; }
}

/// <summary>Checks the form of a roll-back of an account's status.</summary>
internal sealed class RollBackStatusValidator : AbstractValidator<RollBackStatusRequest>
{
    public RollBackStatusValidator()
    {
        RuleFor(body => body.Status).MustBeStatus().OverridePropertyName("status");
        RuleFor(body => body.ReasonId).MustBeReasonId().OverridePropertyName("reason_id");
        RuleFor(body => body.Description).MustBeReason().OverridePropertyName("description");
    }
}
