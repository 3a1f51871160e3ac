namespace ForceOps.Torture.Crash;

/// <summary>Names what can be done to a running ledger.</summary>
internal enum FaultKind
{
    KillService,
    KillOne,
    KillPostgres,
    RestartPostgres,
    KillBoth,
    CutCommit,
    Freeze,
    FreezeSession,
    FullDisk,
    NoConnections,
    ClockJump,
    KillSnapshot,
    KillRestore,
    KillReset,
    KillSweep,
    KillMigration,
    /// <summary>
    /// No fault of the world outside: a row is removed past the service, and the run must end with 1. Played only when it is named.
    /// </summary>
    Sabotage,
}

/// <summary>The words for the kinds of faults: on the command line, and in the table.</summary>
internal static class FaultWords
{
    internal static string NameOf(FaultKind kind) => kind switch
    {
        FaultKind.KillService => "kill-service",
        FaultKind.KillOne => "kill-one",
        FaultKind.KillPostgres => "kill-postgres",
        FaultKind.RestartPostgres => "restart-postgres",
        FaultKind.KillBoth => "kill-both",
        FaultKind.CutCommit => "cut-commit",
        FaultKind.Freeze => "freeze",
        FaultKind.FreezeSession => "freeze-session",
        FaultKind.FullDisk => "full-disk",
        FaultKind.NoConnections => "no-connections",
        FaultKind.ClockJump => "clock-jump",
        FaultKind.KillSnapshot => "kill-snapshot",
        FaultKind.KillRestore => "kill-restore",
        FaultKind.KillReset => "kill-reset",
        FaultKind.KillSweep => "kill-sweep",
        FaultKind.KillMigration => "kill-migration",
        FaultKind.Sabotage => "sabotage",
    };

    internal static string RowOf(FaultKind kind) => kind switch
    {
        FaultKind.KillService => "SIGKILL of every service",
        FaultKind.KillOne => "SIGKILL of one service of two",
        FaultKind.KillPostgres => "SIGKILL of PostgreSQL",
        FaultKind.RestartPostgres => "restart of PostgreSQL by its administrator",
        FaultKind.KillBoth => "SIGKILL of the services and PostgreSQL at once",
        FaultKind.CutCommit => "connections cut around a COMMIT",
        FaultKind.Freeze => "SIGSTOP of PostgreSQL, shorter and longer than the answer timeout",
        FaultKind.FreezeSession => "SIGSTOP of one session, shorter and longer than the answer timeout",
        FaultKind.FullDisk => "full disk",
        FaultKind.NoConnections => "all connections of PostgreSQL taken by others",
        FaultKind.ClockJump => "the org's clock jumps forward",
        FaultKind.KillSnapshot => "SIGKILL during a snapshot",
        FaultKind.KillRestore => "SIGKILL during a restore",
        FaultKind.KillReset => "SIGKILL during a reset",
        FaultKind.KillSweep => "SIGKILL while abandoned books are swept",
        FaultKind.KillMigration => "SIGKILL during the migration of a fresh database",
        FaultKind.Sabotage => "a movement removed past the service: the run must not be clean",
    };

    internal static FaultKind Parse(string name) => Enum.GetValues<FaultKind>().Single(
        kind => string.Equals(NameOf(kind), name, StringComparison.Ordinal));
}
