using ForceOps.Postgres;

namespace ForceOps.Api.Sandbox;

/// <summary>What people may say an account is.</summary>
internal static class AccountWords
{
    internal static readonly Words<AccountKind> Kinds = new(StoredText.Of);
    internal static readonly Words<AccountStatus> Statuses = new(StoredText.Of);
    internal static readonly Words<AccountProcessing> Processings = new(StoredText.Of);
}
