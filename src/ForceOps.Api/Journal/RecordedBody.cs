namespace ForceOps.Api.Journal;

/// <summary>
/// Holds the fields of a request's body that the journal keeps: these and no others. Each dialect maps its own members to these
/// fields. Card data, approval codes, tokens, names, descriptors and metadata have no field here, so that no code can keep them
/// by mistake.
/// </summary>
internal sealed class RecordedBody
{
    private readonly RecordedId _trackingId;
    private readonly RecordedCode _currency;
    private readonly RecordedCode _processingCode;

    internal string? TrackingId { get => _trackingId.Text; init => _trackingId = RecordedId.Of(value); }

    internal bool HasTrackingId => !_trackingId.IsNone;

    internal RecordedNumber AccountId { get; init; }

    internal RecordedNumber Amount { get; init; }

    internal string? Currency { get => _currency.Text; init => _currency = RecordedCode.Of(value, 3); }

    internal string? ProcessingCode { get => _processingCode.Text; init => _processingCode = RecordedCode.Of(value, 6); }

    /// <summary>The id of the authorization to cancel.</summary>
    internal RecordedNumber AuthorizationId { get; init; }

    internal string? OriginalTrackingId { get; init => field = RecordedText.Of(value); }

    internal bool? CancelFees { get; init; }

    /// <summary>The id of the earlier authorization that a force refers to.</summary>
    internal RecordedNumber OriginalAuthorizationId { get; init; }

    internal string? ValueDate { get; init => field = RecordedText.Of(value, 40); }

    internal RecordedParty From { get; init; }

    internal RecordedParty To { get; init; }

    /// <summary>The transaction's id in the dialect's own form.</summary>
    internal string? TransactionId { get; init => field = RecordedText.Of(value); }

    internal string? ClientRequestId { get; init => field = RecordedText.Of(value); }

    /// <summary>The id of the earlier transaction that the request refers to, whatever kind of id the request uses.</summary>
    internal string? Reference { get; init => field = RecordedText.Of(value); }

    internal string? MerchantTransactionId { get; init => field = RecordedText.Of(value); }

    internal string? MerchantOrderId { get; init => field = RecordedText.Of(value); }

    /// <summary>
    /// The length of the descriptor, in characters. The journal keeps no descriptor and no metadata, since these texts concern
    /// only their senders.
    /// </summary>
    internal int? DescriptorLength { get; init; }

    internal int? MetadataBytes { get; init; }

    internal static int? LengthOf(string? text) => text is null ? null : CodePoints.Count(text);

    internal static int? BytesOf(string? json) => json is null ? null : System.Text.Encoding.UTF8.GetByteCount(json);

    /// <summary>Makes the record of an operation whose request has ended already.</summary>
    internal static RecordedBody Of(Operation operation) => operation switch
    {
        Force force => new()
        {
            TrackingId = force.TrackingId.Text,
            AccountId = RecordedNumber.Of(force.AccountId),
            Amount = RecordedNumber.Of(force.Amount.Value),
            Currency = force.Currency?.Code,
            ProcessingCode = force.ProcessingCode.Text,
            OriginalAuthorizationId = RecordedNumber.Of(force.Original?.Id),
            DescriptorLength = LengthOf(force.Descriptor),
            MetadataBytes = BytesOf(force.Metadata),
        },
        CancelForce cancel => new()
        {
            TrackingId = cancel.TrackingId.Text,
            AuthorizationId = RecordedNumber.Of(cancel.AuthorizationId),
            OriginalTrackingId = cancel.OriginalTrackingId?.Text,
            Amount = RecordedNumber.Of(cancel.Amount?.Value),
            CancelFees = cancel.CancelFees,
            DescriptorLength = LengthOf(cancel.Descriptor),
            MetadataBytes = BytesOf(cancel.Metadata),
        },
        Transfer transfer => new()
        {
            TrackingId = transfer.TrackingId.Text,
            From = PartyOf(transfer.From),
            To = PartyOf(transfer.To),
            Amount = RecordedNumber.Of(transfer.Amount.Value),
            Currency = transfer.Currency?.Code,
            DescriptorLength = LengthOf(transfer.Descriptor),
            MetadataBytes = BytesOf(transfer.Metadata),
        },
        CancelTransfer cancel => new()
        {
            TrackingId = cancel.TrackingId.Text,
            AuthorizationId = RecordedNumber.Of(cancel.AuthorizationId),
            OriginalTrackingId = cancel.OriginalTrackingId?.Text,
            Amount = RecordedNumber.Of(cancel.Amount.Value),
            DescriptorLength = LengthOf(cancel.Descriptor),
            MetadataBytes = BytesOf(cancel.Metadata),
        },
        HoldFunds hold => new()
        {
            TrackingId = hold.TrackingId.Text,
            AccountId = RecordedNumber.Of(hold.AccountId),
            Amount = RecordedNumber.Of(hold.Amount.Value),
            ProcessingCode = hold.ProcessingCode.Text,
            DescriptorLength = LengthOf(hold.Descriptor),
            MetadataBytes = BytesOf(hold.Metadata),
        },
        OperationOnHolds taken => new()
        {
            TrackingId = taken.TrackingId.Text,
            AccountId = RecordedNumber.Of(taken.AccountId),
            AuthorizationId = RecordedNumber.Of(taken.AuthorizationId),
            OriginalTrackingId = taken.OriginalTrackingId?.Text,
            Amount = RecordedNumber.Of(taken.Amount.Value),
            ProcessingCode = taken.ProcessingCode.Text,
            To = taken is TransferHold transfer ? PartyOf(transfer.To) : default,
            DescriptorLength = LengthOf(taken.Descriptor),
            MetadataBytes = BytesOf(taken.Metadata),
        },
        CancelHoldTransfer cancel => new()
        {
            TrackingId = cancel.TrackingId.Text,
            AccountId = RecordedNumber.Of(cancel.AccountId),
            AuthorizationId = RecordedNumber.Of(cancel.AuthorizationId),
            OriginalTrackingId = cancel.OriginalTrackingId?.Text,
            Amount = RecordedNumber.Of(cancel.Amount.Value),
            ProcessingCode = cancel.ProcessingCode.Text,
            DescriptorLength = LengthOf(cancel.Descriptor),
            MetadataBytes = BytesOf(cancel.Metadata),
        },
        PaymentOnAccount payment => new()
        {
            TrackingId = payment.TrackingId.Text,
            AccountId = RecordedNumber.Of(payment.AccountId),
            Amount = RecordedNumber.Of(payment.Amount.Value),
            Currency = payment.Currency?.Code,
            ProcessingCode = payment.ProcessingCode.Text,
            DescriptorLength = LengthOf(payment.Descriptor),
            MetadataBytes = BytesOf(payment.Metadata),
        },
        PaymentTransfer transfer => new()
        {
            TrackingId = transfer.TrackingId.Text,
            From = new RecordedParty("account", RecordedNumber.Of(transfer.From)),
            To = new RecordedParty("account", RecordedNumber.Of(transfer.To)),
            Amount = RecordedNumber.Of(transfer.Amount.Value),
            Currency = transfer.Currency?.Code,
            DescriptorLength = LengthOf(transfer.Descriptor),
            MetadataBytes = BytesOf(transfer.Metadata),
        },
        OperationOnPayment taken => new()
        {
            TrackingId = taken.TrackingId.Text,
            AuthorizationId = RecordedNumber.Of(taken.AuthorizationId),
            OriginalTrackingId = taken.OriginalTrackingId?.Text,
            Amount = RecordedNumber.Of(taken.Amount?.Value),
            DescriptorLength = LengthOf(taken.Descriptor),
            MetadataBytes = BytesOf(taken.Metadata),
        },
        _ => new() { TrackingId = operation.TrackingId.Text },
    };

    private static RecordedParty PartyOf(TransferParty party) => party switch
    {
        TransferParty.Customer customer => new("account", RecordedNumber.Of(customer.Id)),
        TransferParty.Merchant merchant => new("merchant", RecordedNumber.Of(merchant.Id)),
        TransferParty.Card card => new("card", RecordedNumber.Of(card.Id)),
        _ => new("custom_info", default),
    };
}

/// <summary>Holds one side of a transfer.</summary>
/// <param name="Kind">account, merchant, card or custom_info; null when the side has no party.</param>
/// <param name="Id">
/// The id of the account, merchant or card; none for custom_info, since an outside party is named in the customer's own words.
/// </param>
internal readonly record struct RecordedParty(string? Kind, RecordedNumber Id);

/// <summary>Names a field that was refused and the rule that it broke; it never holds the field's value.</summary>
internal sealed record FieldFinding(string Field, string Message)
{
    /// <summary>The longest name, in characters. No member that a dialect knows has so long a path.</summary>
    private const int FieldLengthMax = 128;

    /// <summary>
    /// The longest message, in characters. It is the length of our longest sentence; a message may contain the member's name.
    /// </summary>
    private const int MessageLengthMax = 200;

    /// <summary>
    /// Makes a finding from a field's name and a message. Both are cleaned, because the client chooses a member's name too, as
    /// far as the body allows unknown members.
    /// </summary>
    internal static FieldFinding Of(string? field, string message) =>
        new(Clean(field ?? "", FieldLengthMax), Clean(message, MessageLengthMax));

    /// <summary>
    /// Cuts the text and hides card numbers in it. It cuts first, so that the rest costs no time; it also drops the digits at the
    /// cut, which may be the beginning of a card number.
    /// </summary>
    private static string Clean(string text, int lengthMax) =>
        CardNumbers.Hide(text.Length <= lengthMax ? text : text[..lengthMax].TrimEnd("0123456789 -".ToCharArray()))!;
}
