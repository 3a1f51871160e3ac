namespace ForceOps.Postgres;

/// <summary>An old build on new tables would not know what it overlooks.</summary>
public sealed class LedgerTooNewException(IEnumerable<string> migrations)
    : Exception($"the database was migrated by a newer ForceOps (it has {string.Join(", ", migrations)}): use that version, or another database");
