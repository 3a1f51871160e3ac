using ForceOps.Api.Journal;

namespace ForceOps.Api.Pismo;

/// <summary>What the journal may keep of each body: no descriptor, no metadata, no name of the outside world.</summary>
internal static class PismoJournal
{
    internal static JournalRequest? Of(object body) => body switch
    {
        ForceBody force => Of(force),
        CancelForceBody cancel => Of(cancel),
        TransferBody transfer => Of(transfer),
        CancelTransferBody cancel => Of(cancel),
        ProcessingCodeBody code => new() { ProcessingCode = code.Id },
        _ => null,
    };

    private static JournalRequest Of(ForceBody force) => new()
    {
        TrackingId = force.TrackingId,
        AccountId = JournalNumber.Of(force.AccountId),
        Amount = JournalNumber.Of(force.Amount),
        Currency = force.Currency,
        ProcessingCode = force.ProcessingCode,
        OriginalAuthorizationId = JournalNumber.Of(force.OriginalAuthorization?.Id),
        ValueDate = force.EffectiveDate,
        DescriptorLength = force.Descriptor?.Length,
        MetadataBytes = JournalRequest.BytesOf(force.Metadata?.Json),
    };

    private static JournalRequest Of(CancelForceBody cancel) => new()
    {
        TrackingId = cancel.TrackingId,
        AuthorizationId = JournalNumber.Of(cancel.AuthorizationId),
        OriginalTrackingId = cancel.OriginalTrackingId,
        Amount = JournalNumber.Of(cancel.Amount),
        CancelFees = cancel.CancelFees,
        DescriptorLength = cancel.Descriptor?.Length,
        MetadataBytes = JournalRequest.BytesOf(cancel.Metadata?.Json),
    };

    private static JournalRequest Of(TransferBody transfer) => new()
    {
        TrackingId = transfer.TrackingId,
        From = PartyOf(transfer.Giver),
        To = PartyOf(transfer.Taker),
        Amount = JournalNumber.Of(transfer.Amount),
        Currency = transfer.Currency,
        ProcessingCode = transfer.Giver?.ProcessingCode ?? transfer.Taker?.ProcessingCode,
        DescriptorLength = transfer.Descriptor?.Length,
        MetadataBytes = JournalRequest.BytesOf(transfer.Metadata?.Json),
    };

    private static JournalRequest Of(CancelTransferBody cancel) => new()
    {
        TrackingId = cancel.TrackingId,
        AuthorizationId = JournalNumber.Of(cancel.AuthorizationId),
        OriginalTrackingId = cancel.OriginalTrackingId,
        Amount = JournalNumber.Of(cancel.Amount),
        ProcessingCode = cancel.ProcessingCodes?.Debit ?? cancel.ProcessingCodes?.Credit,
        DescriptorLength = cancel.Descriptor?.Length,
        MetadataBytes = JournalRequest.BytesOf(cancel.Metadata?.Json),
    };

    private static JournalParty PartyOf(PartyBody? party) => party switch
    {
        { Account: { } account } => new("account", JournalNumber.Of(account.Id)),
        { Merchant: { } merchant } => new("merchant", JournalNumber.Of(merchant.Id)),
        { Card: { } card } => new("card", JournalNumber.Of(card.Id)),
        { CustomInfo: not null } => new("custom_info", default),
        _ => default,
    };
}
