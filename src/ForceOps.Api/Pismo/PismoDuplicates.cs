namespace ForceOps.Api.Pismo;

/// <summary>How a tracking id in use is explained: a client must see at once whether it repeated itself or mixed two operations up.</summary>
internal static class PismoDuplicates
{
    internal const string Code = "TRACKING_ID_IN_USE";

    internal static string MessageOf(RequestFields difference) => difference == RequestFields.None
        ? "The tracking id is in use by an earlier operation, and this request is the same as that one."
        : $"The tracking id is in use by an earlier operation, and this request differs from that one in: {Names(difference)}.";

    internal static SidesOrNull SidesOf(Authorization main, Authorization? counterpart) => main.Impact == BalanceImpact.Debit
        ? new SidesOrNull(Credit: counterpart?.Id, Debit: main.Id)
        : new SidesOrNull(Credit: main.Id, Debit: null);

    internal static SidesOrZero OrZero(SidesOrNull sides) => new(sides.Credit ?? 0, sides.Debit ?? 0);

    private static string Names(RequestFields fields) =>
        string.Join(", ", Enum.GetValues<RequestFields>().Where(field => field != RequestFields.None && fields.HasFlag(field)).Select(NameOf));

    private static string NameOf(RequestFields field) => field switch
    {
        RequestFields.None => "",
        RequestFields.Kind => "the kind of operation",
        RequestFields.Account => "account_id",
        RequestFields.Amount => "amount",
        RequestFields.ProcessingCode => "processing_code",
        RequestFields.Currency => "currency",
        RequestFields.Descriptor => "descriptor",
        RequestFields.Metadata => "metadata",
        RequestFields.OriginalAuthorization => "original_authorization",
        RequestFields.ValueDate => "payment_datetime",
        RequestFields.Canceled => "the authorization to cancel",
        RequestFields.CancelFees => "cancel_fees",
    };
}
