using ForceOps.Api.Http;
using ForceOps.Postgres.Schema;

namespace ForceOps.Api.Access;

/// <summary>Holds the words that bodies and seed files may use for an account's kind, status and processing.</summary>
internal static class AccountWords
{
    internal static readonly EnumNames<AccountKind> Kinds = new(ColumnText.Of);
    internal static readonly EnumNames<AccountProcessing> Processings = new(ColumnText.Of);
    internal static readonly EnumNames<AllowedOperations> Allowed = new(ColumnText.Of);

    /// <summary>The form of a status for the documents: a word of Pismo's, or one of ours.</summary>
    internal const string StatusPattern = "^([A-Z_]{1,200}|active|blocked|cancell?ed)$";

    /// <summary>The end of an error message about a status.</summary>
    internal const string StatusRule = "must be active, blocked, canceled or the name of a status of the org";

    /// <summary>Reads a status in our words or in Pismo's; null when the text is neither.</summary>
    internal static AccountStatus? StatusOf(string? text) => text switch
    {
        "active" => AccountStatus.Normal,
        "blocked" => AccountStatus.Blocked,
        "canceled" or "cancelled" => AccountStatus.Cancelled,
        _ => AccountStatus.TryParse(text, out var status) ? status : null,
    };

    /// <summary>Returns our own word for the three statuses that have one, and the name of any other status.</summary>
    internal static string Shown(string status) => status switch
    {
        "NORMAL" => "active",
        "BLOCKED" => "blocked",
        "CANCELLED" => "canceled",
        _ => status,
    };
}
