namespace ForceOps.Postgres;

/// <summary>
/// How closed sets are written in the tables: as words, so that a person with psql can read them.
/// Text that no value has means that the tables and this build do not belong together.
/// </summary>
public static class StoredText
{
    public static string Of(AccountKind kind) => kind switch
    {
        AccountKind.Customer => "customer",
        AccountKind.Merchant => "merchant",
    };

    public static AccountKind ToAccountKind(string text) => text switch
    {
        "customer" => AccountKind.Customer,
        "merchant" => AccountKind.Merchant,
        _ => throw Unknown(text),
    };

    public static string Of(AccountStatus status) => status switch
    {
        AccountStatus.Active => "active",
        AccountStatus.Blocked => "blocked",
        AccountStatus.Canceled => "canceled",
    };

    public static AccountStatus ToAccountStatus(string text) => text switch
    {
        "active" => AccountStatus.Active,
        "blocked" => AccountStatus.Blocked,
        "canceled" => AccountStatus.Canceled,
        _ => throw Unknown(text),
    };

    public static string Of(AuthorizationType type) => type switch
    {
        AuthorizationType.Force => "FORCE",
        AuthorizationType.Transfer => "TRANSFER",
    };

    public static AuthorizationType ToAuthorizationType(string text) => text switch
    {
        "FORCE" => AuthorizationType.Force,
        "TRANSFER" => AuthorizationType.Transfer,
        _ => throw Unknown(text),
    };

    public static string Of(Channel channel) => channel switch
    {
        Channel.Pismo => "pismo",
        Channel.Bluefin => "bluefin",
        Channel.Fiserv => "fiserv",
    };

    public static Channel ToChannel(string text) => text switch
    {
        "pismo" => Channel.Pismo,
        "bluefin" => Channel.Bluefin,
        "fiserv" => Channel.Fiserv,
        _ => throw Unknown(text),
    };

    public static string Of(MovementKind kind) => kind switch
    {
        MovementKind.Principal => "principal",
        MovementKind.Fee => "fee",
        MovementKind.Reversal => "reversal",
        MovementKind.FeeReversal => "fee_reversal",
    };

    private static InvalidOperationException Unknown(string text) => new($"the tables hold '{text}', which this build does not know");
}
