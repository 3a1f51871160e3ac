using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ForceOps.Postgres.Schema;

/// <summary>
/// Holds an operation in the form in which it is stored until it is posted. The members are plain and have names of their own, so
/// that a renamed class of the ledger does not change what older builds have stored. The length of the delay is not stored: the
/// row says when the operation is due.
/// </summary>
internal sealed record StoredOperation
{
    public required string Kind { get; init; }
    public required string TrackingId { get; init; }
    public required string Cid { get; init; }
    public required string Channel { get; init; }
    public long? ConfinedTo { get; init; }
    public bool InTimeline { get; init; }
    public string? Descriptor { get; init; }
    public string? Metadata { get; init; }
    public long? AccountId { get; init; }
    public long? OtherAccountId { get; init; }
    public decimal? Amount { get; init; }
    public string? ProcessingCode { get; init; }
    public string? Currency { get; init; }
    public long? OriginalId { get; init; }
    public bool? OriginalOnNetwork { get; init; }
    public DateTimeOffset? ValueDate { get; init; }
    public long? AuthorizationId { get; init; }
    public string? OriginalTrackingId { get; init; }
    public bool? CancelFees { get; init; }
    public string? Settlement { get; init; }
    public StoredParty? From { get; init; }
    public StoredParty? To { get; init; }
    public string? DebitCode { get; init; }
    public string? CreditCode { get; init; }
    public string? Acquirer { get; init; }
    public bool? SkipsBalance { get; init; }
    public bool? SkipsStatus { get; init; }

    internal static StoredOperation Of(Operation operation)
    {
        var common = new StoredOperation
        {
            Kind = OperationKinds.Of(operation),
            TrackingId = operation.TrackingId.Text,
            Cid = operation.CorrelationId,
            Channel = ColumnText.Of(operation.Channel),
            ConfinedTo = operation.ConfinedTo,
            InTimeline = operation.InTimeline,
            Descriptor = operation.Descriptor,
            Metadata = operation.Metadata,
            Acquirer = operation.AcquirerAnswer is { } answer ? ColumnText.Of(answer) : null,
        };
        return operation switch
        {
            Force force => common with
            {
                AccountId = force.AccountId, Amount = force.Amount.Value, ProcessingCode = force.ProcessingCode.Text,
                Currency = force.Currency?.Code,
                OriginalId = force.Original?.Id, OriginalOnNetwork = force.Original?.OnNetwork, ValueDate = force.ValueDate,
            },
            CancelForce cancel => common with
            {
                AuthorizationId = cancel.AuthorizationId, OriginalTrackingId = cancel.OriginalTrackingId?.Text,
                Amount = cancel.Amount?.Value,
                CancelFees = cancel.CancelFees, Settlement = ColumnText.Of(cancel.Settlement),
            },
            Transfer transfer => common with
            {
                From = StoredParty.Of(transfer.From), To = StoredParty.Of(transfer.To), Amount = transfer.Amount.Value,
                Currency = transfer.Currency?.Code, DebitCode = transfer.DebitCode?.Text, CreditCode = transfer.CreditCode?.Text,
            },
            CancelTransfer cancel => common with
            {
                AuthorizationId = cancel.AuthorizationId, OriginalTrackingId = cancel.OriginalTrackingId?.Text,
                Amount = cancel.Amount.Value,
                DebitCode = cancel.DebitCode?.Text, CreditCode = cancel.CreditCode?.Text,
            },
            HoldFunds or OperationOnHolds or CancelHoldTransfer => StoredHolds.Of(operation, common),
            PaymentOnAccount payment => common with
            {
                AccountId = payment.AccountId, Amount = payment.Amount.Value, ProcessingCode = payment.ProcessingCode.Text,
                Currency = payment.Currency?.Code,
            },
            PaymentTransfer transfer => common with
            {
                AccountId = transfer.From, OtherAccountId = transfer.To, Amount = transfer.Amount.Value,
                Currency = transfer.Currency?.Code, DebitCode = transfer.DebitCode?.Text, CreditCode = transfer.CreditCode?.Text,
            },
            OperationOnPayment taken => common with
            {
                AuthorizationId = taken.AuthorizationId, OriginalTrackingId = taken.OriginalTrackingId?.Text,
                Amount = taken.Amount?.Value,
            },
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private Payment ToPayment(TrackingId trackingId) => new()
    {
        TrackingId = trackingId, CorrelationId = Cid, AccountId = AccountId!.Value, Amount = ForceOps.Amount.Create(Amount!.Value),
        ProcessingCode = ForceOps.ProcessingCode.Parse(ProcessingCode!), Currency = ToCurrency(),
    };

    internal Operation ToOperation()
    {
        var trackingId = ForceOps.TrackingId.Parse(TrackingId);
        Operation operation = Kind switch
        {
            OperationKinds.Force => new Force
            {
                TrackingId = trackingId, CorrelationId = Cid, AccountId = AccountId!.Value, Amount = ForceOps.Amount.Create(Amount!.Value),
                ProcessingCode = ForceOps.ProcessingCode.Parse(ProcessingCode!), Currency = ToCurrency(), ValueDate = ValueDate,
                Original = OriginalId is { } id ? new OriginalAuthorization(id, OriginalOnNetwork!.Value) : null,
            },
            OperationKinds.CancelForce => new CancelForce
            {
                TrackingId = trackingId, CorrelationId = Cid, AuthorizationId = AuthorizationId,
                OriginalTrackingId = ToTrackingId(OriginalTrackingId),
                Amount = Amount is { } amount ? ForceOps.Amount.Create(amount) : null, CancelFees = CancelFees!.Value,
                Settlement = ColumnText.ToSettlement(Settlement!),
            },
            OperationKinds.Transfer => new Transfer
            {
                TrackingId = trackingId, CorrelationId = Cid, From = From!.ToParty(), To = To!.ToParty(),
                Amount = ForceOps.Amount.Create(Amount!.Value),
                Currency = ToCurrency(), DebitCode = ToCode(DebitCode), CreditCode = ToCode(CreditCode),
            },
            OperationKinds.CancelTransfer => new CancelTransfer
            {
                TrackingId = trackingId, CorrelationId = Cid, AuthorizationId = AuthorizationId,
                OriginalTrackingId = ToTrackingId(OriginalTrackingId),
                Amount = ForceOps.Amount.Create(Amount!.Value), DebitCode = ToCode(DebitCode), CreditCode = ToCode(CreditCode),
            },
            OperationKinds.HoldFunds or OperationKinds.ReleaseHold or OperationKinds.TransferHold or OperationKinds.CancelHoldTransfer =>
                StoredHolds.ToOperation(this, trackingId),
            OperationKinds.Payment => ToPayment(trackingId),
            OperationKinds.PreAuthorization => new PreAuthorization(ToPayment(trackingId)),
            OperationKinds.ConfirmPayment => new ConfirmPayment
            {
                TrackingId = trackingId, CorrelationId = Cid, AuthorizationId = AuthorizationId,
                OriginalTrackingId = ToTrackingId(OriginalTrackingId),
                Amount = Amount is { } amount ? ForceOps.Amount.Create(amount) : null,
            },
            OperationKinds.PaymentTransfer => new PaymentTransfer
            {
                TrackingId = trackingId, CorrelationId = Cid, From = AccountId!.Value, To = OtherAccountId!.Value,
                Amount = ForceOps.Amount.Create(Amount!.Value),
                Currency = ToCurrency(), DebitCode = ToCode(DebitCode), CreditCode = ToCode(CreditCode),
            },
            OperationKinds.CancelPayment => new CancelPayment
            {
                TrackingId = trackingId, CorrelationId = Cid, AuthorizationId = AuthorizationId,
                OriginalTrackingId = ToTrackingId(OriginalTrackingId),
                Amount = Amount is { } amount ? ForceOps.Amount.Create(amount) : null,
            },
            _ => throw new InvalidOperationException($"the tables hold an operation '{Kind}', which this build does not know"),
        };
        return operation with
        {
            Channel = ColumnText.ToChannel(Channel), ConfinedTo = ConfinedTo, InTimeline = InTimeline, Descriptor = Descriptor,
            Metadata = Metadata,
            AcquirerAnswer = Acquirer is null ? null : ColumnText.ToAcquirerAnswer(Acquirer),
        };
    }

    private Currency? ToCurrency() => Currency is null ? null : ForceOps.Currency.Parse(Currency);

    private static TrackingId? ToTrackingId(string? text) => text is null ? null : ForceOps.TrackingId.Parse(text);

    private static ProcessingCode? ToCode(string? text) => text is null ? null : ForceOps.ProcessingCode.Parse(text);
}

/// <summary>Holds a party of a stored transfer.</summary>
/// <param name="Kind">The party's kind: <c>customer</c>, <c>merchant</c>, <c>card</c> or <c>outside</c>.</param>
/// <param name="Id">The party's id; null for a party outside.</param>
/// <param name="Type">The type of a party outside; null for any other party.</param>
/// <param name="ExternalId">The external id of a party outside; null for any other party.</param>
internal sealed record StoredParty(string Kind, long? Id = null, string? Type = null, string? ExternalId = null)
{
    internal static StoredParty Of(TransferParty party) => party switch
    {
        TransferParty.Customer customer => new("customer", customer.Id),
        TransferParty.Merchant merchant => new("merchant", merchant.Id),
        TransferParty.Card card => new("card", card.Id),
        TransferParty.Outside outside => new("outside", Type: outside.Type, ExternalId: outside.ExternalId),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    internal TransferParty ToParty() => Kind switch
    {
        "customer" => new TransferParty.Customer(Id!.Value),
        "merchant" => new TransferParty.Merchant(Id!.Value),
        "card" => new TransferParty.Card(Id!.Value),
        "outside" => new TransferParty.Outside(Type!, ExternalId!),
        _ => throw new InvalidOperationException($"the tables hold a party '{Kind}', which this build does not know"),
    };
}

/// <summary>Converts operations to the text of a column and back.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredOperation))]
internal sealed partial class OperationJson : JsonSerializerContext
{
    internal static string Write(Operation operation) =>
        JsonSerializer.Serialize(Schema.StoredOperation.Of(operation), Readable.Json.StoredOperation);

    internal static Operation Read(string text) => JsonSerializer.Deserialize(text, Default.StoredOperation)!.ToOperation();

    /// <summary>
    /// Holds the context that writes readable text. It is a type of its own, so that it is made after the generated default. The
    /// text is for people with psql and never part of a page.
    /// </summary>
    private static class Readable
    {
        internal static readonly OperationJson Json = new(
            new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}

/// <summary>Names the kinds of operations, in the tables and in the sandbox's list.</summary>
internal static class OperationKinds
{
    internal const string Force = "force";
    internal const string CancelForce = "cancel_force";
    internal const string Transfer = "transfer";
    internal const string CancelTransfer = "cancel_transfer";
    internal const string HoldFunds = "hold_funds";
    internal const string ReleaseHold = "release_hold";
    internal const string TransferHold = "transfer_hold";
    internal const string CancelHoldTransfer = "cancel_hold_transfer";
    internal const string Payment = "payment";
    internal const string PaymentTransfer = "payment_transfer";
    internal const string CancelPayment = "cancel_payment";
    internal const string PreAuthorization = "pre_authorization";
    internal const string ConfirmPayment = "confirm_payment";

    internal static string Of(Operation operation) => operation switch
    {
        ForceOps.Force => Force,
        ForceOps.CancelForce => CancelForce,
        ForceOps.Transfer => Transfer,
        ForceOps.CancelTransfer => CancelTransfer,
        ForceOps.HoldFunds => HoldFunds,
        ForceOps.ReleaseHold => ReleaseHold,
        ForceOps.TransferHold => TransferHold,
        ForceOps.CancelHoldTransfer => CancelHoldTransfer,
        ForceOps.Payment => Payment,
        ForceOps.PaymentTransfer => PaymentTransfer,
        ForceOps.CancelPayment => CancelPayment,
        ForceOps.PreAuthorization => PreAuthorization,
        ForceOps.ConfirmPayment => ConfirmPayment,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
