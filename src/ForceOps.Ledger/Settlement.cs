namespace ForceOps;

/// <summary>When a forced operation may be taken back: a card sale is voided before its batch is settled and refunded afterwards.</summary>
public enum Settlement
{
    Any,
    Before,
    After,
}
