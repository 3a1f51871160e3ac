namespace ForceOps;

public enum MovementKind
{
    Principal,
    Fee,
    Reversal,
    FeeReversal,
}
