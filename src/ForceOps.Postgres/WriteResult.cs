namespace ForceOps.Postgres;

/// <summary>The ledger's outcome, durable; or why there is none.</summary>
public readonly record struct WriteResult(Outcome? Outcome, WriteRefusal Refusal)
{
    public static WriteResult Decided(Outcome outcome) => new(outcome, WriteRefusal.None);

    public static WriteResult Refused(WriteRefusal refusal) => new(null, refusal);
}
