using FluentValidation;

namespace ForceOps.Api.Pismo.HoldFunds;

/// <summary>Handles <c>POST /payments/v1/payments/hold-funds/transfer</c> (Pismo, post-payments-v1-hold-funds-transfer).</summary>
internal static class TransferHeldEndpoint
{
    /// <summary>The receiver of a request that names none: Pismo's transfer of held funds goes to an external third party.</summary>
    private static readonly TransferParty ThirdParty = new TransferParty.Outside("HOLD_FUNDS", "third-party");

    internal static Task<IResult> PostAsync(HttpContext http, IValidator<TransferHeldRequest> validator, HeldFundsRoutes routes) =>
        routes.PostAsync(http, validator, StatusCodes.Status201Created, (body, call) => new TransferHold
        {
            TrackingId = TrackingId.Parse(body.TrackingId!),
            CorrelationId = call.Cid,
            AccountId = body.AccountId!.Value,
            AuthorizationId = body.AuthorizationId,
            OriginalTrackingId = body.Original,
            Amount = body.Sum,
            ProcessingCode = body.Code,
            To = ToParty(body.To),
            SkipsStatus = body.SkipStatusValidation ?? false,
        });

    private static TransferParty ToParty(ReceiverRequest? receiver) => receiver switch
    {
        { Account.Id: { } id } => new TransferParty.Customer(id),
        { CustomInfo: { } info } => new TransferParty.Outside(info.Type!, info.ExternalId!),
        _ => ThirdParty,
    };
}

/// <summary>
/// Holds the body of <c>POST /payments/v1/payments/hold-funds/transfer</c>. Without a name of a hold, the money of the oldest holds of
/// the account is taken first.
/// </summary>
internal sealed class TransferHeldRequest : EarlierHoldRequest
{
    /// <summary>The receiver; a third party outside the ledger when absent.</summary>
    public ReceiverRequest? To { get; set; }

    /// <summary>Without effect: the money is held already.</summary>
    public bool? SkipBalanceValidation { get; set; }

    /// <summary>True when the status of the account whose money is held makes no difference; false when absent.</summary>
    public bool? SkipStatusValidation { get; set; }
}

/// <summary>Names the receiver of held money by exactly one of account and custom_info.</summary>
internal sealed class ReceiverRequest
{
    /// <summary>A customer's account.</summary>
    public PartyIdRequest? Account { get; set; }

    /// <summary>A party outside the ledger.</summary>
    public CustomInfoRequest? CustomInfo { get; set; }

    internal TransferPartyRequest AsParty() => new() { Account = Account, CustomInfo = CustomInfo };
}

/// <summary>Checks the form of a request to transfer held money.</summary>
internal sealed class TransferHeldValidator : EarlierHoldValidator<TransferHeldRequest>
{
    public TransferHeldValidator(IValidator<TransferPartyRequest> party) =>
        RuleFor(body => body.To).Must(to => to is null || party.Validate(to.AsParty()).IsValid)
            .WithMessage("must hold exactly one of account and custom_info, in the form of a transfer")
            .Must((body, to) => to?.Account?.Id is not { } id || id != body.AccountId)
            .WithMessage("must be another account than account_id").OverridePropertyName("to");
}
