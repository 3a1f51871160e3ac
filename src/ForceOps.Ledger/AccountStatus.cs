namespace ForceOps;

public enum AccountStatus
{
    Active,
    Blocked,
    Canceled,
}
