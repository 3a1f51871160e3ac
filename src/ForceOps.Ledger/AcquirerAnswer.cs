namespace ForceOps;

public enum AcquirerAnswer
{
    Approved,
    Declined,
    TimedOut,
}
